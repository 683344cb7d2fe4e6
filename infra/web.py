"""The web's own stack, for who wants it served by CloudFront: a private bucket, and headers on every file.

Files of the page alone are here, and no personal data: CloudFront may serve them from outside the EU.
"""

from typing import Final

from aws_cdk import Aws, CfnOutput, Duration, Environment, RemovalPolicy, Stack, Tags
from aws_cdk import aws_cloudfront as cloudfront
from aws_cdk import aws_cloudfront_origins as origins
from aws_cdk import aws_s3 as s3
from constructs import Construct

from infra.region import require_eu
from infra.stack import MorettaStack
from infra.stage import Stage
from infra.web_policy import YEAR, Reach, headers

# CloudFront sets these by names of its own; all others are custom headers.
_KNOWN: Final = {
    "Content-Security-Policy",
    "X-Content-Type-Options",
    "X-Frame-Options",
    "Referrer-Policy",
}


class WebStack(Stack):
    """The page of a deployed stage. `tools.web_publish` puts the files and `config.json` into its bucket."""

    def __init__(self, scope: Construct, construct_id: str, *, stage: Stage, core: MorettaStack) -> None:
        super().__init__(scope, construct_id, env=Environment(region=require_eu(stage.region)))
        self.bucket = self._build_bucket()
        self.distribution = self._build_distribution(_reach(stage, core))
        told = {
            "WebUrl": f"https://{self.distribution.distribution_domain_name}",
            "WebBucket": self.bucket.bucket_name,
            "DistributionId": self.distribution.distribution_id,
        }
        for name, value in told.items():
            CfnOutput(self, name, value=value)
        Tags.of(self).add("moretta:stage", stage.name)

    def _build_bucket(self) -> s3.Bucket:
        return s3.Bucket(
            self,
            "Files",
            encryption=s3.BucketEncryption.S3_MANAGED,  # what is in it, everybody may read
            block_public_access=s3.BlockPublicAccess.BLOCK_ALL,
            object_ownership=s3.ObjectOwnership.BUCKET_OWNER_ENFORCED,
            enforce_ssl=True,
            minimum_tls_version=1.2,
            removal_policy=RemovalPolicy.RETAIN,  # it is not emptied by code of ours
        )

    def _build_distribution(self, reach: Reach) -> cloudfront.Distribution:
        page = cloudfront.ErrorResponse(
            http_status=403,  # S3's answer to who may not list it and asks for what is not there
            response_http_status=200,
            response_page_path="/index.html",
            ttl=Duration.seconds(0),
        )
        return cloudfront.Distribution(
            self,
            "Distribution",
            default_root_object="index.html",
            price_class=cloudfront.PriceClass.PRICE_CLASS_100,
            http_version=cloudfront.HttpVersion.HTTP2_AND_3,
            error_responses=[page],  # /signed-in is a screen of the page
            default_behavior=cloudfront.BehaviorOptions(
                origin=origins.S3BucketOrigin.with_origin_access_control(self.bucket),
                viewer_protocol_policy=cloudfront.ViewerProtocolPolicy.REDIRECT_TO_HTTPS,
                allowed_methods=cloudfront.AllowedMethods.ALLOW_GET_HEAD,
                response_headers_policy=self._build_headers(reach),
            ),
        )

    def _build_headers(self, reach: Reach) -> cloudfront.ResponseHeadersPolicy:
        told = headers(reach)
        return cloudfront.ResponseHeadersPolicy(
            self,
            "Headers",
            security_headers_behavior=cloudfront.ResponseSecurityHeadersBehavior(
                content_security_policy=cloudfront.ResponseHeadersContentSecurityPolicy(
                    content_security_policy=told["Content-Security-Policy"], override=True
                ),
                content_type_options=cloudfront.ResponseHeadersContentTypeOptions(override=True),
                frame_options=cloudfront.ResponseHeadersFrameOptions(
                    frame_option=cloudfront.HeadersFrameOption.DENY, override=True
                ),
                referrer_policy=cloudfront.ResponseHeadersReferrerPolicy(
                    referrer_policy=cloudfront.HeadersReferrerPolicy.NO_REFERRER, override=True
                ),
                strict_transport_security=cloudfront.ResponseHeadersStrictTransportSecurity(
                    access_control_max_age=Duration.seconds(YEAR), include_subdomains=False, override=True
                ),
            ),
            custom_headers_behavior=cloudfront.ResponseCustomHeadersBehavior(
                custom_headers=[
                    cloudfront.ResponseCustomHeader(header=name, value=value, override=True)
                    for name, value in told.items()
                    if name not in _KNOWN
                ]
            ),
        )


def _reach(stage: Stage, core: MorettaStack) -> Reach:
    """Whom the page talks to, as forms and links write it: buckets in path style, of the stage's region."""
    files = f"https://s3.{stage.region}.{Aws.URL_SUFFIX}"
    gateway = f"https://{core.api.api.rest_api_id}.execute-api.{stage.region}.{Aws.URL_SUFFIX}"
    return Reach(
        api=f"{gateway}/{core.api.api.deployment_stage.stage_name}",
        originals=f"{files}/{core.storage.originals.bucket_name}",
        results=f"{files}/{core.storage.results.bucket_name}",
        held=f"{files}/{core.storage.held.bucket_name}",
        sign_in=f"{core.identity.domain.base_url()}/oauth2/token",
    )
