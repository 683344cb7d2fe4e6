"""What the functions of events and webhooks may do: part of the table in `role_table.py`."""

EVENT_ALLOWED: dict[str, set[str]] = {
    "publish_events": {"query table", "get ledger", "tell bus"},
    "deliver_webhook": {
        "get table",
        "put table",
        "update table",
        "get ledger",
        "receive Deliveries",
        "encrypt",
    },
    "create_webhook": {"put audit", "put table", "update table", "encrypt"},
    "list_webhooks": {"query table"},
    "get_webhook": {"get table"},
    "change_webhook": {"put audit", "get table", "update table", "encrypt"},
    "delete_webhook": {"put audit", "delete table", "update table", "encrypt"},
    "rotate_secret": {"put audit", "get table", "update table", "encrypt"},
    "try_webhook": {"get table"},
    "list_deliveries": {"get table", "query table"},
}
