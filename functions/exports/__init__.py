"""…/users/{user_id}/exports, /v1/me/exports."""
