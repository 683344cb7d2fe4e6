"""What notice and records say beside the facts: English and German, in the order of `LANGUAGES`."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

Words = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Right:
    """A right of the GDPR by its ``article``, and the routes by which a deployment may serve it."""

    article: str
    words: Words
    routes: tuple[str, ...] = ()


# A route is named in a document only if this version has it.
RIGHTS: Final = (
    Right(
        "15",
        ("see what is stored of you", "sehen, was über Sie gespeichert ist"),
        ("GET /v1/me", "GET /v1/me/jobs", "GET /v1/me/jobs/{id}"),
    ),
    Right(
        "16",
        ("have a mask corrected", "eine Maskierung berichtigen lassen"),
        ("POST /v1/me/jobs/{id}/reports", "POST /v1/me/jobs/{id}/remask"),
    ),
    Right(
        "17",
        (
            "have everything of you erased, with a signed receipt",
            "alles löschen lassen, mit signierter Quittung",
        ),
        (
            "DELETE /v1/me",
            "DELETE /v1/me/jobs/{id}",
            "GET /v1/me/erasures/{id}",
            "GET /v1/me/erasures/{id}/receipt",
        ),
    ),
    Right(
        "18",
        ("have processing restricted", "die Verarbeitung einschränken lassen"),
        ("PUT /v1/me/restriction",),
    ),
    Right(
        "20",
        ("take your data along", "Ihre Daten mitnehmen"),
        ("POST /v1/me/exports", "GET /v1/me/exports/{id}"),
    ),
    Right("21", ("object to processing", "der Verarbeitung widersprechen")),
    Right(
        "7(3)",
        ("withdraw a consent", "eine Einwilligung widerrufen"),
        ("DELETE /v1/me/consents/{purpose}",),
    ),
    Right("77", ("complain to a supervisory authority", "sich bei einer Aufsichtsbehörde beschweren")),
)
SENTENCES: Final[Mapping[str, Words]] = {
    "controller": (
        "Who gave you the way to send the photo decides what for, and on which legal basis; ask them first.",
        "Wer Sie das Foto senden lässt, bestimmt Zweck und Rechtsgrundlage; fragen Sie dort zuerst.",
    ),
    "masking": (
        "Faces, text and backgrounds of photos are found and hidden. Nobody is recognised.",
        "Gesichter, Text und Hintergründe werden gefunden und verdeckt; niemand wird erkannt.",
    ),
    "decisions": (
        "No decision about a person is made by a machine (GDPR Art. 22).",
        "Keine Entscheidung über eine Person trifft eine Maschine (Art. 22 DSGVO).",
    ),
    "transfers": (
        "All data is stored in the region {region}, in the European Union; none is sent elsewhere.",
        "Alle Daten liegen in der Region {region} in der Europäischen Union und werden nicht weitergegeben.",
    ),
    "ask": (
        "Ask those who let you send the photo: they act on it.",
        "Wenden Sie sich an die Stelle, für die Sie das Foto gesendet haben.",
    ),
    "kept": ("without an end", "unbefristet"),
}
BASIS: Final[Mapping[str, tuple[str, Words]]] = {  # letters of GDPR Art. 6(1)
    "consent": ("a", ("you agreed", "Sie haben eingewilligt")),
    "contract": ("b", ("a contract with you", "ein Vertrag mit Ihnen")),
    "legal_obligation": ("c", ("a duty by law", "eine gesetzliche Pflicht")),
    "vital_interests": ("d", ("vital interests", "lebenswichtige Interessen")),
    "public_task": ("e", ("a task in the public interest", "eine öffentliche Aufgabe")),
    "legitimate_interests": ("f", ("legitimate interests", "berechtigte Interessen")),
}
WHO: Final[Mapping[str, Words]] = {  # of a team's contacts
    "controller": ("Controller", "Verantwortlicher"),
    "contact": ("Contact", "Kontakt"),
    "dpo": ("Data protection officer", "Datenschutzbeauftragte"),
    "accountable": ("Accountable person", "Rechenschaftspflichtige Person"),
}
HEADINGS: Final[Mapping[str, Words]] = {
    "notice": ("Privacy notice", "Datenschutzhinweise"),
    "agreement": ("Agreement on processing (GDPR Art. 28)", "Auftragsverarbeitung (Art. 28 DSGVO)"),
    "version": ("Version", "Fassung"),
    "clauses": ("What is agreed", "Was vereinbart ist"),
    "accepted": ("Accepted", "Angenommen"),
    "record": (
        "Records of processing (GDPR Art. 30(2))",
        "Verzeichnis der Verarbeitungen (Art. 30 Abs. 2 DSGVO)",
    ),
    "controller": ("Who decides", "Verantwortlich"),
    "contacts": ("Whom to ask", "Ansprechpartner"),
    "team": ("Controller's team", "Team des Verantwortlichen"),
    "processor": ("Processor", "Auftragsverarbeiter"),
    "purposes": ("What for", "Zwecke"),
    "decisions": ("Decisions by machine", "Automatisierte Entscheidungen"),
    "stored": ("What is stored, and for how long", "Was wie lange gespeichert wird"),
    "transfers": ("Where", "Wo"),
    "sub_processors": ("Other processors", "Weitere Auftragsverarbeiter"),
    "measures": ("How it is guarded", "Schutzmaßnahmen"),
    "rights": ("Your rights", "Ihre Rechte"),
    "impact": (
        "Start of an impact assessment (GDPR Art. 35(7))",
        "Beginn einer Folgenabschätzung (Art. 35 Abs. 7 DSGVO)",
    ),
    "necessity": ("Why no more is done than needed", "Warum nur Nötiges geschieht"),
    "open": ("What only the controller can say", "Was nur der Verantwortliche sagen kann"),
    "assessment": ("Start of an impact assessment (Art. 35)", "Beginn einer Folgenabschätzung (Art. 35)"),
}
# A risk to people, and the measures that answer it. How grave what remains is, the controller judges.
RISKS: Final[Mapping[str, tuple[Words, tuple[str, ...]]]] = {
    "disclosure": (
        ("A stranger sees a photo before it is masked", "Fremde sehen ein Foto vor dem Maskieren"),
        ("encryption_at_rest", "encryption_in_transit", "no_public_access", "least_privilege", "short_links"),
    ),
    "identification": (
        ("Stored records are tied back to a person", "Gespeichertes wird einer Person zugeordnet"),
        ("pseudonyms", "logs_without_people"),
    ),
    "staff": (("Staff abuses its access", "Missbrauch durch Personal"), ("second_factor", "least_privilege")),
    "too_long": (("Data lives longer than needed", "Daten bleiben länger als nötig"), ("deletion",)),
    "loss": (("Records are lost", "Aufträge gehen verloren"), ("recovery",)),
}
