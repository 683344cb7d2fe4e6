"""A result on its way out of `results`."""

from functions.aws.withdrawn import S3Withdrawn
from tests.contracts.adapters import MotoBackend, MotoBucket
from tests.contracts.making import a_job


def test_a_result_is_moved_with_its_net_and_moving_it_again_is_no_error(moto: MotoBackend) -> None:
    cloud, job = moto.cloud, a_job()
    results, held = (MotoBucket(cloud.s3, cloud.new_bucket(), cloud.data_key) for _ in range(2))
    results.objects.put(job.key, b"masked", "image/png", 30)
    withdrawn = S3Withdrawn(cloud.s3, results.name, held.name, cloud.data_key)
    for _ in range(2):
        withdrawn.move(job.key, 7)
        key = str(job.key)
        assert (results.read(key), held.read(key), held.days(key)) == (None, b"masked", 7)
    withdrawn.widen(job.key, 30)
    assert held.days(str(job.key)) == 30
    results.objects.put(job.key, b"masked again", "image/png", 30)
    for _ in range(2):
        withdrawn.remove(job.key)
        assert (results.read(str(job.key)), held.read(str(job.key))) == (None, b"masked")
    withdrawn.drop(job.key)
    withdrawn.widen(job.key, 7)  # what is not there has no net
    assert held.read(str(job.key)) is None
