"""The facts of a deployment as sentences for people, in the languages of its documents."""

from collections.abc import Mapping
from typing import Final

from functions.core.deployment import Deployment, Kept

LANGUAGES: Final = ("en", "de")
# What a place holds: English, German.
WHAT: Final[Mapping[str, tuple[str, str]]] = {
    "uploads": ("photos as they were sent, until they are masked", "Fotos, wie sie kamen, bis zum Maskieren"),
    "held": ("photos that wait for a person to look at them", "Fotos, die auf Durchsicht warten"),
    "correction": (
        "photos as they were sent, after masking, so that it can be corrected",
        "Fotos, wie sie kamen, nach dem Maskieren, um es berichtigen zu können",
    ),
    "results": ("masked photos", "maskierte Fotos"),
    "datasets": (
        "copies for a purpose that you agreed to, until you withdraw",
        "Kopien für einen Zweck, dem Sie zugestimmt haben, bis zum Widerruf",
    ),
    "exports": (
        "a person's data as a file to take along",
        "Daten einer Person als Datei zum Mitnehmen",
    ),
    "records": (
        "records of jobs under pseudonyms: state, recipe, regions",
        "Aufträge unter Pseudonym: Stand, Rezept, Regionen",
    ),
    "table_recovery": ("recovery points of the records", "Wiederherstellungspunkte der Aufträge"),
    "ledger": (
        "what was erased, under pseudonyms, so that nothing of it comes back",
        "Gelöschtes unter Pseudonym, damit nichts davon wiederkommt",
    ),
    "epochs": (
        "a pseudonym and a number for each person who was erased",
        "ein Pseudonym und eine Zahl je gelöschter Person",
    ),
    "agreements": (
        "which agreement was accepted when, by which account of the team",
        "welche Vereinbarung wann durch welches Konto des Teams angenommen wurde",
    ),
    "ledger_recovery": ("recovery points of the ledger", "Wiederherstellungspunkte des Löschverzeichnisses"),
    "system_backup": ("AWS's backup of a table that was deleted", "AWS-Sicherung einer gelöschten Tabelle"),
    "queues": (
        "messages on the way, with object keys and uploaders' addresses",
        "Nachrichten unterwegs, mit Objektschlüsseln und Absenderadressen",
    ),
    "streams": ("changes of rows on their way to be told", "Zeilenänderungen auf dem Weg in Ereignisse"),
    "access_logs": (
        "who asked for which object: address and key",
        "wer welches Objekt abrief: Adresse und Schlüssel",
    ),
    "function_logs": (
        "faults and counts, without personal data",
        "Fehler und Zählungen ohne personenbezogene Daten",
    ),
    "api_logs": ("calls by route, without paths", "Aufrufe je Route, ohne Pfade"),
    "deliveries": ("what webhooks were told, without content", "Zustellungen an Webhooks, ohne Inhalt"),
    "audit": ("who changed what, of the team's staff", "wer aus dem Team was geändert hat"),
    "audit_recovery": ("recovery points of the audit", "Wiederherstellungspunkte des Protokolls"),
    "staff": (
        "accounts of the team's staff: e-mail address, roles",
        "Konten des Teams: E-Mail-Adresse, Rollen",
    ),
}
MEASURE: Final[Mapping[str, tuple[str, str]]] = {
    "encryption_at_rest": (
        "Data is encrypted with the deployment's own key, rotated every year; access logs with S3's.",
        "Daten sind mit eigenem, jährlich erneuertem Schlüssel verschlüsselt; Zugriffslogs von S3.",
    ),
    "encryption_in_transit": (
        "Every connection is encrypted: buckets refuse others, and take TLS 1.2 at least.",
        "Jede Verbindung ist verschlüsselt: Andere werden abgewiesen, mindestens TLS 1.2.",
    ),
    "pseudonyms": (
        "People are stored under keyed pseudonyms alone; the key never leaves AWS KMS.",
        "Personen sind nur unter Pseudonymen gespeichert, deren Schlüssel AWS KMS nie verlässt.",
    ),
    "no_public_access": (
        "No bucket can be read by the public.",
        "Kein Speicher ist öffentlich lesbar.",
    ),
    "least_privilege": (
        "Each function has a role of its own, with only what it uses.",
        "Jede Funktion hat eine eigene Rolle mit nur dem, was sie braucht.",
    ),
    "second_factor": (
        "Staff signs in with a second factor; a token is valid for {token_minutes} minutes.",
        "Das Team meldet sich mit zweitem Faktor an; ein Token gilt {token_minutes} Minuten.",
    ),
    "short_links": (
        "An upload form is valid for {form_seconds} seconds, a download link for {link_seconds}.",
        "Ein Upload-Formular gilt {form_seconds} Sekunden, ein Download-Link {link_seconds}.",
    ),
    "recovery": (
        "Records can be restored for {recovery_days} days; a ledger of its own knows what was erased since.",
        "Aufträge sind {recovery_days} Tage wiederherstellbar; ein Verzeichnis kennt das seither Gelöschte.",
    ),
    "deletion": (
        "What is over is invisible at once and deleted within {sweep_seconds} seconds.",
        "Abgelaufenes ist sofort unsichtbar und nach {sweep_seconds} Sekunden gelöscht.",
    ),
    "logs_without_people": (
        "Logs name routes and codes, never a person, a file or a path; they live for {log_days} days.",
        "Protokolle nennen Routen und Codes, nie Personen oder Dateien; nach {log_days} Tagen gelöscht.",
    ),
}


def what(kept: Kept, language: str) -> str:
    """What a place holds. Raises KeyError for a code that has no words."""
    return WHAT[kept.what][LANGUAGES.index(language)]


def measures(deployment: Deployment, language: str) -> list[str]:
    """The measures of Art. 32 GDPR, each a sentence with its figures."""
    at = LANGUAGES.index(language)
    return [MEASURE[code][at].format(**figures) for code, figures in deployment.measures.items()]
