from __future__ import annotations

from geo_app.cli import layers_build


def test_the_pack_and_the_cache_that_are_named_are_built_from(run, tmp_path, monkeypatch):
    seen = []

    def build(folder, cache, *, progress):
        seen.append((folder, cache))
        progress("layer rail")

    monkeypatch.setattr(layers_build, "build", build)
    code, out, err = run("layers", "build", "--layers", str(tmp_path), "--cache", str(tmp_path / "cache"))
    assert code == 0
    assert seen == [(tmp_path, tmp_path / "cache")]
    assert out == f"{tmp_path}: built\n"
    assert err == "layer rail\n"


def test_a_folder_without_a_recipe_is_told(run, tmp_path):
    code, _, err = run("layers", "build", "--layers", str(tmp_path))
    assert code == 2
    assert "recipe.toml" in err
