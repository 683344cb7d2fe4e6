"""What the stores of a world hold of a subject, and what they hold of everybody else."""

import hashlib
from collections.abc import Mapping

from functions.core.names import JobRef, subject_prefix
from tests.fakes.bucket import FakeBucket
from tests.fakes.jobs import FakeJobs

Buckets = Mapping[str, FakeBucket]


def traces(jobs: FakeJobs, buckets: Buckets, team: str, subject: str) -> list[str]:
    """Everything that any store holds of a subject, jobs of others that depict it as well."""
    place, refs = (team, subject), _jobs_of(jobs, team, subject)
    prefixes = (subject_prefix(team, subject), *(_prefix(ref) for ref in refs))
    found = [f"row {ref.job}" for ref in refs]
    found += [f"key {key}" for at, key in jobs.keys if at == place]
    found += [f"pointer {ref.id}" for at, ref in jobs.pointers if at == place or ref in refs]
    found += [f"consent {at[2]}" for at in jobs.consents.rows if at[:2] == place]
    found += [f"odd {sort}" for at, sort in jobs.odd if at == place]
    for name, bucket in buckets.items():
        found += [f"{name} {key}" for key in bucket.objects if key.startswith(prefixes)]
        found += [f"{name} upload {key}" for key, _ in bucket.uploads if key.startswith(prefixes)]
    return found


def others(jobs: FakeJobs, buckets: Buckets, team: str, subject: str) -> str:
    """A digest of every row and object that is not of a subject."""
    place, refs = (team, subject), _jobs_of(jobs, team, subject)
    prefixes = (subject_prefix(team, subject), *(_prefix(ref) for ref in refs))
    found = [repr(job) for ref, job in jobs.rows.items() if ref not in refs]
    found += [f"{ref}{due}" for ref, due in jobs.due.items() if ref not in refs]
    found += [f"{at}{ref}" for at, ref in jobs.pointers if at != place and ref not in refs]
    found += [
        f"{at}{once}"
        for (at, _), (once, _) in jobs.keys.items()
        if at != place and JobRef(*at, once.job) not in refs
    ]
    found += [f"{at}{row}" for at, row in jobs.consents.rows.items() if at[:2] != place]
    found += [f"{at}{sort}" for at, sort in jobs.odd if at != place]
    for name, bucket in buckets.items():
        found += [f"{name}{key}{v}" for key, v in bucket.objects.items() if not key.startswith(prefixes)]
        found += [f"{name}{upload}" for upload in bucket.uploads if not upload[0].startswith(prefixes)]
    return hashlib.sha256("\n".join(sorted(found)).encode()).hexdigest()


def of_job(jobs: FakeJobs, buckets: Buckets, ref: JobRef) -> list[str]:
    """Everything that any store holds of one job."""
    found = [f"row {ref.job}"] if ref in jobs.rows else []
    found += [f"key {key}" for _, key in jobs.keys_of(ref)]
    found += [f"pointer {at}" for at, pointed in jobs.pointers if pointed == ref]
    for name, bucket in buckets.items():
        found += [f"{name} {key}" for key in bucket.objects if key.startswith(_prefix(ref))]
        found += [f"{name} upload {key}" for key, _ in bucket.uploads if key.startswith(_prefix(ref))]
    return found


def others_than_job(jobs: FakeJobs, buckets: Buckets, ref: JobRef) -> str:
    """A digest of every row and object that is not of one job."""
    found = [repr(job) for other, job in jobs.rows.items() if other != ref]
    found += [f"{other}{due}" for other, due in jobs.due.items() if other != ref]
    found += [f"{at}{pointed}" for at, pointed in jobs.pointers if pointed != ref]
    found += [f"{at}{once}" for (at, _), (once, _) in jobs.keys.items() if JobRef(*at, once.job) != ref]
    for name, bucket in buckets.items():
        found += [f"{name}{k}{v}" for k, v in bucket.objects.items() if not k.startswith(_prefix(ref))]
        found += [f"{name}{upload}" for upload in bucket.uploads if not upload[0].startswith(_prefix(ref))]
    return hashlib.sha256("\n".join(sorted(found)).encode()).hexdigest()


def _jobs_of(jobs: FakeJobs, team: str, subject: str) -> set[JobRef]:
    return {ref for ref, job in jobs.rows.items() if ref.team == team and subject in job.subjects}


def _prefix(ref: JobRef) -> str:
    return f"{subject_prefix(ref.team, ref.subject)}{ref.job}/"
