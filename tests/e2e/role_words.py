"""The calls that several roles may make, of which the table in `role_table.py` is made."""

USE_DATA_KEY = {"encrypt"}
MOVES = {
    "put originals",
    *(
        f"{verb} {bucket}"
        for verb in ("read", "list", "put", "put tagged", "delete")
        for bucket in ("held", "results")
    ),
}
