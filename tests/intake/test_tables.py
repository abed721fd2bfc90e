"""Tables as people keep them: titles, merged headers, units below them, totals; coordinates in every kind of column."""

from __future__ import annotations

import io

import openpyxl
import pytest

from geo_app.core.errors import SitesError
from geo_app.intake.layers import preview
from geo_app.intake.sites import read_sites

BOUNDS = (66.0, 40.5, 71.0, 46.1)
PLACES = (("Арысь-Север", 42.4312, 68.8036), ("Бадам", 42.2944, 69.2011), ("Шаульдер", 42.7833, 68.355))
ROWS = "".join(f"{name};{lat};{lon}\n" for name, lat, lon in PLACES)


def read(text, name="a.csv", **options):
    content = text.encode() if isinstance(text, str) else text
    return read_sites(io.BytesIO(content), name=name, bounds=BOUNDS, **options)


def book(*rows, merged=()):
    made = openpyxl.Workbook()
    for row in rows:
        made.active.append(row)
    for cells in merged:
        made.active.merge_cells(cells)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def messages_of(rows):
    return " | ".join(str(row) for row in rows)


def assert_the_three(sites, within=1e-4):
    assert [site.name for site in sites] == [name for name, _, _ in PLACES]
    found = [number for site in sites for number in (site.lat, site.lon)]
    assert found == pytest.approx([number for _, *place in PLACES for number in place], abs=within)


def dms(degrees):
    seconds = round(degrees * 3600, 1)
    return int(seconds // 3600), int(seconds % 3600 // 60), round(seconds % 60, 1)


# ----------------------------------------------------------------------------------------------------- headers


@pytest.mark.parametrize(
    ("lat", "lon"),
    [
        *(("Географическая широта", "Географическая долгота"), ("Координаты, широта", "Координаты, долгота")),
        *(("Северная широта", "Восточная долгота"), ("Солтүстік ендік", "Шығыс бойлық"), ("北纬", "东经")),
        *(("Y (широта)", "X (долгота)"), ("шир.", "долг."), ("GPS_Lat", "GPS_Lon"), ("Point lat", "Point lng")),
        *(("decimalLatitude", "decimalLongitude"), ("Latitude, decimal degrees", "Longitude, decimal degrees")),
        *(("N", "E"), ("WGS84纬度", "WGS84经度"), ("Широта участка", "Долгота участка")),
    ],
)
def test_latitude_and_longitude_by_a_word_in_their_names(lat, lon):
    assert_the_three(read(f"Название;{lat};{lon}\n{ROWS}").sites)


def test_a_number_of_rows_is_no_latitude():
    rows = "".join(f"{k};{name};{lat};{lon}\n" for k, (name, lat, lon) in enumerate(PLACES, 40))
    assert_the_three(read(f"N;Название;Северная широта;Восточная долгота\n{rows}").sites)


@pytest.mark.parametrize("header", ["Мин. широта;Мин. долгота", "Широта, ошибка;Долгота, ошибка", "Название;Долг"])
def test_other_quantities_are_no_coordinates(header):
    with pytest.raises(SitesError, match="no coordinates"):
        read(f"{header}\n42.1;68.1\n")


@pytest.mark.parametrize(
    "header",
    [
        *(
            "Наименование участка",
            "Объект инвестирования",
            "Учаске атауы",
            "Жер учаскесінің атауы",
            "地块名称",
            "Plot name",
        ),
        *("Участок №", "Индустриальная зона", "Location name", "name_ru"),
    ],
)
def test_names_of_sites(header):
    assert_the_three(read(f"{header};lat;lon\n{ROWS}").sites)


@pytest.mark.parametrize("header", ["Площадь участка", "Код объекта", "Site area", "Район;Участок"])
def test_other_columns_are_no_names(header):
    first = f"{header};lat;lon\n" + ("A;B;42.4;68.8\n" if ";" in header else "A;42.4;68.8\n")
    assert read(first).sites[0].name == ("B" if ";" in header else "row-1")


def test_a_district_is_not_the_name_of_a_site():
    text = "Наименование района;Наименование участка;lat;lon\nСайрам;Север;42.4312;68.8036\n"
    site = read(text).sites[0]
    assert (site.name, site.attributes["Наименование района"]) == ("Север", "Сайрам")


def test_a_header_merged_over_two_rows_with_column_numbers_and_totals_below():
    content = book(
        ["РЕЕСТР"],
        ["по состоянию на 01.05.2026"],
        ["№ п/п", "Наименование участка", "Географические координаты", None, "Площадь, га", None],
        [None, None, "Широта", "Долгота", "всего", "свободно"],
        [1, 2, 3, 4, 5, 6],
        *([k, *place, "12,5", 8] for k, place in enumerate(PLACES, 1)),
        [None, "Итого", None, None, 37.5, 24],
        merged=("A3:A4", "B3:B4", "C3:D3", "E3:F3"),
    )
    found = read(content, "a.xlsx")
    assert_the_three(found.sites)
    assert found.sites[0].attributes == {
        "№ п/п": 1,
        "Площадь, га: всего": 12.5,
        "area_ha": 12.5,
        "Площадь, га: свободно": 8,
    }
    assert "column numbers" in messages_of(found.rejected)
    assert "a row of totals ('Итого')" in messages_of(found.rejected)


# --------------------------------------------------------------------------------- degrees, minutes and seconds


@pytest.mark.parametrize(
    "header",
    [
        "Название;Широта град;Широта мин;Широта сек;Долгота град;Долгота мин;Долгота сек",
        "name;lat_d;lat_m;lat_s;lon_d;lon_m;lon_s",
        "name;lat_deg;lat_min;lat_sec;lon_deg;lon_min;lon_sec",
        "Название;Градусы широты;Минуты широты;Секунды широты;Градусы долготы;Минуты долготы;Секунды долготы",
        "Название;Широта;;;Долгота;;",
        "Название;Широта;;;Долгота;;\n;град;мин;сек;град;мин;сек",
    ],
)
def test_degrees_minutes_and_seconds_in_columns_of_their_own(header):
    rows = "".join(";".join(map(str, (name, *dms(lat), *dms(lon)))) + "\n" for name, lat, lon in PLACES)
    found = read(f"{header}\n{rows}")
    assert_the_three(found.sites)
    assert not found.sites[0].attributes


# ------------------------------------------------------------------------------------------------ whole places


@pytest.mark.parametrize(
    ("header", "place"),
    [
        ("Координаты", "{lat}, {lon}"),
        ("Координаты участка (WGS84)", "{lat} {lon}"),
        ("Широта, долгота", "{lat}; {lon}"),
        ("Coordinates", "{lat}N {lon}E"),
        ("坐标", "{lon},{lat}"),
        ("Ссылка на карту", "https://www.google.com/maps?q={lat},{lon}"),
    ],
)
def test_a_column_of_whole_places_is_read_as_the_paste_box_reads_them(header, place):
    rows = "".join(f'{name}\t"{place.format(lat=lat, lon=lon)}"\n' for name, lat, lon in PLACES)
    assert_the_three(read(f"Название\t{header}\n{rows}").sites)


def test_what_is_no_place_in_such_a_column_is_told():
    found = read("Название;Координаты\nA;43.18.06 68.15.06 7\nB;\nC;42.4312, 68.8036\n")
    assert [site.name for site in found.sites] == ["C"]
    assert [bad.row for bad in found.rejected] == [1, 2]


# ------------------------------------------------------------------------------------------------- no data rows


@pytest.mark.parametrize("word", ["Итого:", "ВСЕГО", "Барлығы", "Жиыны", "合计", "总计", "Grand total", "Subtotal"])
@pytest.mark.parametrize("place", [";", "-;-", "х;х"])
def test_totals_are_left_out_and_told(word, place):
    found = read(f"Название;Широта;Долгота;Площадь, га\nA;42.4;68.8;10\n{word};{place};10\nB;42.3;69.2;20\n")
    assert [site.name for site in found.sites] == ["A", "B"]
    assert "a row of totals" in messages_of(found.rejected)


def test_a_total_that_adds_up_coordinates_is_no_site():
    found = read("name,lat,lon\nA,42.4312,10.8036\nB,42.2944,69.2011\nTotal,84.7256,80.0047\n")
    assert [site.name for site in found.sites] == ["A", "B"]


def test_sites_that_are_called_like_totals_stay():
    names = ["Всеволодовка", "Итоговая площадка", "Total Energies", "Total"]
    rows = "".join(f"{name},42.4{k}12,68.8036\n" for k, name in enumerate(names))
    assert [site.name for site in read("name,lat,lon\n" + rows).sites] == names


def test_units_of_a_row_below_the_header_go_to_their_columns():
    found = read(f"Название;Широта;Долгота;Площадь\n;град;град;га\n{ROWS.replace(chr(10), ';12,5' + chr(10))}")
    assert_the_three(found.sites)
    assert found.sites[0].attributes == {"Площадь, га": 12.5, "area_ha": 12.5}
    assert "a row of units" in messages_of(found.rejected)


def test_nowhere_is_no_place():
    found = read("name,lat,lon\nA,0,0\nB,42.4312,68.8036\n")
    assert [site.name for site in found.sites] == ["B"]
    assert "both coordinates are 0" in messages_of(found.rejected)


# -------------------------------------------------------------------------------------------------- attributes


@pytest.mark.parametrize(
    ("header", "cells", "hectares"),
    [
        ("Площадь", ["12,5 га", "87 500 м²", "1,2 км²"], [12.5, 8.75, 120.0]),
        ("面积（公顷）", ["12.5", "8.75", "120"], [12.5, 8.75, 120.0]),
        ("Площадь, тыс. м2", ["125", "87,5", "1200"], [12.5, 8.75, 120.0]),
        ("Ауданы, га", ["1\u202f200,5", "1\u00a0200", "8,75"], [1200.5, 1200.0, 8.75]),
        ("Площадь, тыс. га", ["0,0125", "0,00875", "0,12"], [12.5, 8.75, 120.0]),
    ],
)
def test_areas_in_any_unit_are_hectares(header, cells, hectares):
    rows = "".join(f"{name};{lat};{lon};{cell}\n" for (name, lat, lon), cell in zip(PLACES, cells, strict=True))
    sites = read(f"Название;Широта;Долгота;{header}\n{rows}").sites
    assert [site.attributes["area_ha"] for site in sites] == pytest.approx(hectares)


def test_every_column_stays_and_those_without_room_are_told():
    many = ";".join(f"c{k}" for k in range(250))
    found = read(f"name;lat;lon;x;y;{many}\nA;42.4312;68.8036;1;2;" + ";".join("7" * 250) + "\n")
    assert list(found.sites[0].attributes)[:3] == ["x", "y", "c0"]
    assert "52 columns are left out" in messages_of(found.warnings)


def test_a_visible_sheet_comes_before_a_hidden_one():
    made = openpyxl.Workbook()
    made.active.title, made.active.sheet_state = "old", "hidden"
    now = made.create_sheet("now")
    for sheet, name in ((made.active, "old"), (now, "new")):
        sheet.append(["name", "lat", "lon"])
        sheet.append([name, 42.4312, 68.8036])
    made.active = 1
    out = io.BytesIO()
    made.save(out)
    found = read(out.getvalue(), "a.xlsx")
    assert found.sites[0].name == "new"
    assert "only the sheet 'now' is read; the workbook also has old" in messages_of(found.warnings)


def test_the_layer_of_such_a_table_keeps_its_columns():
    found = preview(f"Название;Координаты\n{PLACES[0][0]};42.4312, 68.8036\n".encode(), "a.csv", bounds=BOUNDS)
    assert [column.name for column in found.columns] == ["Название", "Координаты"]
    assert found.bounds[:2] == pytest.approx((68.8036, 42.4312))


# ------------------------------------------------------------------------------------------------ cells of places


@pytest.mark.parametrize(
    ("header", "cells", "place"),
    [
        ("lat,N/S,lon,E/W", "42.4312,N,68.8036,E", (42.4312, 68.8036)),
        ("lat,ns,lon,ew", "42.4312,S,68.8036,E", (-42.4312, 68.8036)),
        ("lat,,lon,", "42.4312,С,68.8036,В", (42.4312, 68.8036)),
        ("lat,lon", "42 град. 25 мин. 52.3 сек.,68 град. 48 мин. 13 сек.", (42.43119, 68.80361)),
        ("lat,lon", '=42.4312,"=""68.8036"""', (42.4312, 68.8036)),
        ("lat,lon", "'42.4312,'68.8036", (42.4312, 68.8036)),
        ("lat,lon", "北纬42度25分52.3秒,东经68度48分13.0秒", (42.43119, 68.80361)),
    ],
)
def test_cells_of_coordinates(header, cells, place):
    site = read(f"name,{header}\nA,{cells}\n").sites[0]
    assert (site.lat, site.lon) == pytest.approx(place, abs=1e-5)
    assert not site.attributes


@pytest.mark.parametrize(
    "shape",
    [
        "POINT (68.8036 42.4312)",
        "SRID=4326;POINT (68.8036 42.4312)",
        "010100000033C4B12E6E3351408104C58F31374540",
        "0101000020E610000033C4B12E6E3351408104C58F31374540",
        '{"type":"Point","coordinates":[68.8036,42.4312]}',
    ],
)
def test_a_column_of_shapes_in_any_notation(shape):
    quoted = shape.replace('"', '""')
    assert read(f'name;geom\nA;"{quoted}"\n').sites[0].lat == pytest.approx(42.4312)


@pytest.mark.parametrize(
    ("cells", "numbers"),
    [
        (["1.200,50", "1.100,00"], [1200.5, 1100]),
        (["1'200,5", "1’100"], [1200.5, 1100]),
        (['"1,200.5"', '"1,100"'], [1200.5, 1100]),
        (["-", "нет данных", "30"], [None, None, 30]),
        (["10-12", "30"], ["10-12", "30"]),
        (["1.200", "1.100"], [1.2, 1.1]),
    ],
)
def test_numbers_as_people_group_their_digits(cells, numbers):
    rows = "".join(f"s;{lat};68.8036;{cell}\n" for lat, cell in zip((42.4312, 42.4313, 42.4314), cells, strict=False))
    assert [site.attributes["n"] for site in read(f"name;lat;lon;n\n{rows}").sites] == numbers


def test_sites_that_nothing_names_are_messages_of():
    found = read("Площадь;lat;lon\n12;42.4312;68.8036\n")
    assert "no column names the sites" in messages_of(found.warnings)
    assert "Found Площадь" in messages_of(found.warnings)
    assert not read("id;Площадь;lat;lon\na;12;42.4312;68.8036\n").warnings


def test_a_row_that_comes_again_stays_and_is_told():
    found = read("name;lat;lon;n\nA;42.4312;68.8036;1\nA;42.4312;68.8036;2\nA;42.4312;68.8036;1\n")
    assert [site.id for site in found.sites] == ["row-1", "row-2", "row-3"]
    assert [(note.row, str(note)) for note in found.warnings] == [(3, str(found.warnings[0]))]
    assert "the same as row 1" in str(found.warnings[0])


@pytest.mark.parametrize("header", ["Координаталары", "Lat/Long", "Координаты точки", "GPS", "坐标（纬度，经度）"])
def test_totals_of_a_table_with_whole_places(header):
    found = read(f"Название;{header};Площадь\nA;42.4312, 68.8036;5\nИтого;;5\n")
    assert [site.lat for site in found.sites] == [42.4312]
    assert "a row of totals" in messages_of(found.rejected)


@pytest.mark.parametrize(
    ("header", "hectares"),
    [
        *(("Общая площадь, га", 12.5), ("Total area (ha)", 12.5), ("占地面积(公顷)", 12.5), ("Жер көлемі, га", 12.5)),
        *(("Площадь застройки, м2", None), ("Свободная площадь, га", None), ("Цена за га", None)),
    ],
)
def test_which_columns_are_the_area_of_a_site(header, hectares):
    site = read(f"name;lat;lon;{header}\nA;42.4312;68.8036;12,5\n").sites[0]
    assert site.attributes.get("area_ha") == hectares


def test_a_code_that_stands_there_twice_is_no_id():
    found = read("Код;name;lat;lon;Код\n1;A;42.4312;68.8036;5\n1;B;42.2944;69.2011;6\n")
    assert [site.id for site in found.sites] == ["row-1", "row-2"]
    assert found.sites[1].attributes == {"Код": 1, "Код 2": 6}
