"""What an impact assessment says beside the record (GDPR Art. 35(7)): English and German."""

from collections.abc import Mapping
from typing import Final

from functions.core.privacy_words import Words

# Letter (b): necessity and proportionality, as far as the product answers for them.
NECESSITY: Final[Mapping[str, Words]] = {
    "hides": (
        "Masking hides who is in a photo: what is handed out shows less of people than what came in.",
        "Das Maskieren verdeckt, wer auf einem Foto ist: Heraus kommt weniger von Personen als hinein.",
    ),
    "nobody_recognised": (
        "Faces are found, never recognised: no template of a face is made or kept.",
        "Gesichter werden gefunden, nie erkannt: Kein Gesichtsmerkmal wird gebildet oder gespeichert.",
    ),
    "originals_go": (
        "A photo as it came is deleted when it is masked, unless a person has to look or the team corrects.",
        "Ein Foto, wie es kam, wird nach dem Maskieren gelöscht, außer bei Durchsicht oder Berichtigung.",
    ),
    "short": (
        "Everything has an end that the team chooses within the bounds of the deployment.",
        "Alles hat ein Ende, das das Team in den Grenzen der Bereitstellung wählt.",
    ),
}
# What the law wants answered and nobody but the controller knows.
QUESTIONS: Final[Mapping[str, Words]] = {
    "interests": (
        "Which interests do you pursue, and could you reach them without the photos? (Art. 35(7)(a), (b))",
        "Welche Interessen verfolgen Sie, und ginge es ohne die Fotos? (Art. 35 Abs. 7 a, b)",
    ),
    "scale": (
        "How many people are in the photos, children or patients among them? (Art. 35(3)(b))",
        "Wie viele Personen sind auf den Fotos, auch Kinder oder Kranke? (Art. 35 Abs. 3 b)",
    ),
    "severity": (
        "How likely and how grave is each risk after these measures? (Art. 35(7)(c))",
        "Wie wahrscheinlich und wie schwer ist jedes Risiko nach diesen Maßnahmen? (Art. 35 Abs. 7 c)",
    ),
    "views": (
        "What do those in the photos, and your data protection officer, say? (Art. 35(2), (9))",
        "Was sagen die Abgebildeten und Ihre Datenschutzbeauftragten? (Art. 35 Abs. 2, 9)",
    ),
}
