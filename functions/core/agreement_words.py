"""The clauses of the agreement, English and German: what GDPR Art. 28(3) wants agreed, by its letters."""

from dataclasses import dataclass
from typing import Final

from functions.core.privacy_words import Words

CHOSEN: Final[Words] = ("as long as the team has set", "so lange, wie das Team es eingestellt hat")


@dataclass(frozen=True, slots=True)
class Clause:
    """``article`` is what it answers, within GDPR Art. 28."""

    name: str
    article: str
    heading: Words
    words: Words


CLAUSES: Final = (
    Clause(
        "roles",
        "3",
        ("Roles", "Rollen"),
        (
            "The team's organisation is the controller. The operator is its processor, and processes "
            "personal data for it alone.",
            "Die Organisation des Teams ist Verantwortliche. Der Betreiber ist ihr Auftragsverarbeiter und "
            "verarbeitet personenbezogene Daten nur für sie.",
        ),
    ),
    Clause(
        "subject_matter",
        "3",
        ("Subject matter, nature and purpose", "Gegenstand, Art und Zweck"),
        (
            "Photos are taken in, what shows people is found and covered, the result is handed out and in "
            "the end erased. What for, the team declares in its settings; nobody is recognised.",
            "Fotos werden angenommen, was Personen zeigt, wird gefunden und verdeckt, das Ergebnis übergeben "
            "und zuletzt gelöscht. Wozu, erklärt das Team in seinen Einstellungen; niemand wird erkannt.",
        ),
    ),
    Clause(
        "duration",
        "3",
        ("Duration", "Dauer"),
        (
            "It lasts from its acceptance for as long as anything of the team is stored.",
            "Die Vereinbarung gilt ab der Zustimmung, solange etwas des Teams gespeichert ist.",
        ),
    ),
    Clause(
        "data",
        "3",
        ("Kinds of data", "Art der Daten"),
        (
            "Photos, with whatever they show, which may be data of special categories (Art. 9); places of "
            "faces and text in them; pseudonyms, times and states; consents; accounts of the team's staff.",
            "Fotos mit allem, was sie zeigen, auch besondere Kategorien (Art. 9); Orte von Gesichtern und "
            "Text darin; Pseudonyme, Zeiten und Zustände; Einwilligungen; Konten des Teams.",
        ),
    ),
    Clause(
        "people",
        "3",
        ("Kinds of people", "Betroffene Personen"),
        (
            "The controller's users, others who are in their photos, children among them, and the team's "
            "staff.",
            "Nutzende des Verantwortlichen, andere Personen auf ihren Fotos, auch Kinder, und das Team.",
        ),
    ),
    Clause(
        "instructions",
        "3(a)",
        ("Instructions", "Weisungen"),
        (
            "The operator processes on the team's documented instructions alone: its calls and its settings, "
            "each of which is recorded. One that the operator holds to be unlawful it says so at once.",
            "Der Betreiber verarbeitet nur auf dokumentierte Weisung: Aufrufe und Einstellungen des Teams, "
            "die festgehalten werden. Hält er eine für rechtswidrig, sagt er es unverzüglich.",
        ),
    ),
    Clause(
        "place",
        "3(a)",
        ("Place", "Ort"),
        (
            "Data is stored and processed in the European Union, in the region named below, and is not sent "
            "elsewhere unless law obliges the operator, who then says so before.",
            "Daten werden in der Europäischen Union in der unten genannten Region verarbeitet und nicht "
            "anderswohin gegeben, es sei denn, ein Gesetz verpflichtet dazu; das wird vorher mitgeteilt.",
        ),
    ),
    Clause(
        "confidentiality",
        "3(b)",
        ("Confidentiality", "Vertraulichkeit"),
        (
            "Whoever may touch the data at the operator is bound to confidentiality.",
            "Wer beim Betreiber Zugang zu den Daten hat, ist zur Vertraulichkeit verpflichtet.",
        ),
    ),
    Clause(
        "security",
        "3(c)",
        ("Security", "Sicherheit"),
        (
            "The measures below are taken (Art. 32). They may be bettered, never weakened.",
            "Die unten genannten Maßnahmen sind getroffen (Art. 32). Sie dürfen verbessert, nie geschwächt "
            "werden.",
        ),
    ),
    Clause(
        "sub_processors",
        "3(d)",
        ("Other processors", "Weitere Auftragsverarbeiter"),
        (
            "Those named below are agreed to, and bound to the same duties. Another one makes a new version, "
            "which the team may refuse by not accepting it: then uploads end with the grace period.",
            "Die unten genannten sind genehmigt und an dieselben Pflichten gebunden. Ein weiterer ergibt "
            "eine neue Fassung; nimmt das Team sie nicht an, enden Uploads mit der Übergangsfrist.",
        ),
    ),
    Clause(
        "people_rights",
        "3(e)",
        ("Rights of people", "Rechte der Personen"),
        (
            "By the API the team answers what people ask: access, correction, erasure, restriction, consent "
            "and its withdrawal. Whoever asks the operator is sent to the team.",
            "Über die Schnittstelle erfüllt das Team Anfragen: Auskunft, Berichtigung, Löschung, "
            "Einschränkung, Einwilligung und Widerruf. Wer den Betreiber fragt, wird an das Team verwiesen.",
        ),
    ),
    Clause(
        "assistance",
        "3(f)",
        ("Assistance", "Unterstützung"),
        (
            "The operator tells the team of a breach without undue delay, as an incident with what is known "
            "of it (Art. 33(2)), and gives the start of an impact assessment (Art. 35) with the record.",
            "Eine Verletzung meldet der Betreiber unverzüglich als Vorfall mit allem Bekannten (Art. 33 "
            "Abs. 2); mit dem Verzeichnis gibt er den Beginn einer Folgenabschätzung (Art. 35).",
        ),
    ),
    Clause(
        "end",
        "3(g)",
        ("In the end", "Am Ende"),
        (
            "At the team's choice all is fetched by the API or erased, with a signed receipt. What is "
            "kept after that is named below, with how long.",
            "Nach Wahl des Teams wird alles über die Schnittstelle abgeholt oder mit signierter Quittung "
            "gelöscht. Was danach bleibt, steht mit seiner Dauer unten.",
        ),
    ),
    Clause(
        "audits",
        "3(h)",
        ("Proof and audits", "Nachweis und Prüfung"),
        (
            "The operator gives what is needed to show that this is kept: the record, the signed audit and "
            "receipts, the template that is deployed; and allows inspections by the team or its auditor.",
            "Der Betreiber gibt, was die Einhaltung zeigt: Verzeichnis, signiertes Protokoll und Quittungen, "
            "die bereitgestellte Vorlage; und ermöglicht Prüfungen durch das Team oder Beauftragte.",
        ),
    ),
)
