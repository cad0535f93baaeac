"""The page of a release leads to all that the release has."""

from starlette.testclient import TestClient

from iomgraph.publication import Publication
from iomgraph.release import Releases, new_release
from iomgraph.server.app import create_app


def test_it_links_to_the_description_the_checksum_and_the_signature(publication: Publication) -> None:
    (graph,) = publication.releases.glob("*.1/graph.nq")
    with new_release(Releases(publication.releases), "2026-02-01") as making:
        making.write_graph([graph.read_bytes()])
        making.write("description.ttl", b"<http://x/a> a <http://x/B> .\n")
        release = making.finish({})
    (release.path / "manifest.json.sig").write_bytes(b"signed")
    (release.path / "other.txt").write_bytes(b"not of the release")
    with TestClient(create_app(publication)) as client:
        page = client.get("/release").text
        assert '<link rel="describedby" type="text/turtle" href="/release/description.ttl">' in page
        for language, words in (("en", "What it holds"), ("fr", "Ce qu&#39;elle contient"), ("es", "Qué contiene")):
            assert words in client.get("/release", headers={"Accept-Language": language}).text
        for name in ("description.ttl", "manifest.json", "manifest.json.sha256", "manifest.json.sig"):
            assert f'href="/release/{name}"' in page
            answer = client.get(f"/release/{name}")
            assert answer.content == (release.path / name).read_bytes()
        assert "minisig" not in page
        for name in ("other.txt", "manifest.json.minisig"):
            assert client.get(f"/release/{name}").status_code == 404
        assert client.get("/release/description.ttl").headers["content-type"].startswith("text/turtle")
        # The release before has no description.
        assert "describedby" not in client.get("/release/2026-01-01.1").text
