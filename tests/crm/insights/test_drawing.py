from crm.insights.drawing import Row, draw_bars, draw_columns


def test_the_longest_bar_is_as_wide_as_the_picture():
    picture = draw_bars([Row("Article", 8), Row("Check-in", 2), Row("Referral", 0)])
    assert [bar.width for bar in picture.bars] == ["100.00%", "25.00%", "0.00%"]
    assert picture.height == 3 * 48


def test_a_part_of_a_bar_is_drawn_on_the_same_scale():
    (bar,) = draw_bars([Row("Article", 8, part=2, said="2 of 8")]).bars
    assert (bar.width, bar.part_width, bar.said) == ("100.00%", "25.00%", "2 of 8")


def test_bars_follow_each_other_without_touching():
    first, second = draw_bars([Row("a", 1), Row("b", 1)]).bars
    assert first.y + 12 < second.label_y - 14


def test_columns_share_the_width_and_stand_on_the_axis():
    picture = draw_columns([Row("Oct", 1), Row("Nov", 4)])
    october, november = picture.columns
    assert (october.x, october.width, november.middle) == ("7.50%", "35.00%", "75.00%")
    assert october.y + october.height == november.y + november.height == picture.axis_y
    assert november.height == 4 * october.height


def test_an_empty_month_has_no_number():
    assert [column.said for column in draw_columns([Row("Oct", 0), Row("Nov", 4)]).columns] == ["", "4"]


def test_of_many_columns_only_some_are_named_and_the_last_is():
    labels = [column.label for column in draw_columns([Row(str(number), 1) for number in range(24)]).columns]
    assert labels[-1] == "23" and len([label for label in labels if label]) == 8


def test_nothing_to_draw_breaks_nothing():
    assert draw_bars([]).height == 0
    assert draw_columns([]).columns == []
    assert draw_columns([Row("Nov", 0)]).columns[0].height == 0
