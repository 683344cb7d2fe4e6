"""The web application firewall in front of the API; it sees no body that is kept, and samples nothing."""

from typing import Final

from aws_cdk import Aws, RemovalPolicy
from aws_cdk import aws_logs as logs
from aws_cdk import aws_wafv2 as wafv2
from constructs import Construct

from infra.api import Api
from infra.python_function import Platform

# AWS's own rule groups. A recipe may be longer than the 8 KB that the first one takes for an attack: there
# it only counts, because the API has limits of its own (promise 13).
_GROUPS: Final = {
    "AWSManagedRulesCommonRuleSet": ("SizeRestrictions_BODY",),
    "AWSManagedRulesKnownBadInputsRuleSet": (),
    "AWSManagedRulesAmazonIpReputationList": (),
}


class Firewall(Construct):
    """Managed rules, and a limit for each address. What was blocked is logged: no path, query or token."""

    def __init__(self, scope: Construct, construct_id: str, *, platform: Platform, api: Api) -> None:
        super().__init__(scope, construct_id)
        groups = [self._managed(at, name) for at, name in enumerate(_GROUPS)]
        self.acl = wafv2.CfnWebACL(
            self,
            "Acl",
            scope="REGIONAL",
            default_action=wafv2.CfnWebACL.DefaultActionProperty(allow={}),
            visibility_config=_seen("Firewall"),
            rules=[*groups, self._rate(len(groups), platform.stage.calls_per_address)],
        )
        wafv2.CfnWebACLAssociation(
            self,
            "OfApi",
            resource_arn=api.api.deployment_stage.stage_arn,
            web_acl_arn=self.acl.attr_arn,
        )
        self._build_log(platform)

    def _managed(self, priority: int, name: str) -> wafv2.CfnWebACL.RuleProperty:
        counted = [
            wafv2.CfnWebACL.RuleActionOverrideProperty(
                name=rule, action_to_use=wafv2.CfnWebACL.RuleActionProperty(count={})
            )
            for rule in _GROUPS[name]
        ]
        group = wafv2.CfnWebACL.ManagedRuleGroupStatementProperty(
            vendor_name="AWS", name=name, rule_action_overrides=counted or None
        )
        return wafv2.CfnWebACL.RuleProperty(
            name=name,
            priority=priority,
            statement=wafv2.CfnWebACL.StatementProperty(managed_rule_group_statement=group),
            override_action=wafv2.CfnWebACL.OverrideActionProperty(none={}),
            visibility_config=_seen(name),
        )

    def _rate(self, priority: int, calls: int) -> wafv2.CfnWebACL.RuleProperty:
        """So many calls in five minutes from one address, and no more."""
        limit = wafv2.CfnWebACL.RateBasedStatementProperty(limit=calls, aggregate_key_type="IP")
        return wafv2.CfnWebACL.RuleProperty(
            name="CallsPerAddress",
            priority=priority,
            statement=wafv2.CfnWebACL.StatementProperty(rate_based_statement=limit),
            action=wafv2.CfnWebACL.RuleActionProperty(block={}),
            visibility_config=_seen("CallsPerAddress"),
        )

    def _build_log(self, platform: Platform) -> None:
        group = logs.LogGroup(
            self,
            "Log",
            log_group_name=f"aws-waf-logs-moretta-{platform.stage.name}",  # AWS asks for this beginning
            encryption_key=platform.key,
            retention=logs.RetentionDays.ONE_WEEK,
            removal_policy=RemovalPolicy.DESTROY,
        )
        blocked = {"ActionCondition": {"Action": "BLOCK"}}
        keep = {"Behavior": "KEEP", "Requirement": "MEETS_ANY", "Conditions": [blocked]}
        arn = f"arn:{Aws.PARTITION}:logs:{Aws.REGION}:{Aws.ACCOUNT_ID}:log-group:{group.log_group_name}"
        wafv2.CfnLoggingConfiguration(
            self,
            "Logging",
            resource_arn=self.acl.attr_arn,
            log_destination_configs=[arn],
            logging_filter={"DefaultBehavior": "DROP", "Filters": [keep]},
            redacted_fields=[
                wafv2.CfnLoggingConfiguration.FieldToMatchProperty(uri_path={}),
                wafv2.CfnLoggingConfiguration.FieldToMatchProperty(query_string={}),
                wafv2.CfnLoggingConfiguration.FieldToMatchProperty(single_header={"Name": "authorization"}),
            ],
        )


def _seen(name: str) -> wafv2.CfnWebACL.VisibilityConfigProperty:
    """Counted, and never sampled: a sample holds the path of a call, and with it a user's id (promise 15)."""
    return wafv2.CfnWebACL.VisibilityConfigProperty(
        cloud_watch_metrics_enabled=True, metric_name=name, sampled_requests_enabled=False
    )
