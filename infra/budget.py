"""The account's bill as a whole, told before it is too much: an option of a stage.

Budgets are of the account, and their figures lag by hours: `Costly` (`infra.watch`) tells within the hour, of
masking alone. Mail goes to the operator's contact, and not by the topic of alarms: that is encrypted by the
key of all data, which a billing service outside the region need not use.
"""

from aws_cdk import aws_budgets as budgets
from constructs import Construct

from infra.stage import Stage


class Budget(Construct):
    """A month's costs: what was spent, and what will have been at its end."""

    def __init__(self, scope: Construct, construct_id: str, *, stage: Stage) -> None:
        super().__init__(scope, construct_id)
        contact = budgets.CfnBudget.SubscriberProperty(
            address=stage.operator.contact, subscription_type="EMAIL"
        )
        budgets.CfnBudget(
            self,
            "Month",
            budget=budgets.CfnBudget.BudgetDataProperty(
                budget_type="COST",
                time_unit="MONTHLY",
                budget_limit=budgets.CfnBudget.SpendProperty(amount=stage.budget_dollars, unit="USD"),
            ),
            notifications_with_subscribers=[
                budgets.CfnBudget.NotificationWithSubscribersProperty(
                    notification=budgets.CfnBudget.NotificationProperty(
                        comparison_operator="GREATER_THAN",
                        notification_type=kind,
                        threshold=100,
                        threshold_type="PERCENTAGE",
                    ),
                    subscribers=[contact],
                )
                for kind in ("FORECASTED", "ACTUAL")
            ],
        )
