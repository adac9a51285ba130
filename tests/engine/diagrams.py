"""Hand-made diagrams, one for each thing that a diagram can do: name -> the files of the process of that name."""

from tests.engine.drawing import (
    TERMINATE,
    at,
    boundary,
    call,
    catch,
    chain,
    choice,
    diagram,
    end,
    first_of,
    flow,
    group,
    inside,
    message,
    parallel,
    rule,
    script,
    send,
    service,
    signal,
    start,
    throw,
    user,
)  # fmt: skip

FILES: dict[str, tuple[bytes, ...]] = {}


def draw(name: str, *body: str, more: tuple[bytes, ...] = ()) -> None:
    FILES[name] = (diagram(name, *body), *more)


draw(
    "sendback",
    start(),
    user("draft"),
    user("sign"),
    choice("x", "e", ("draft", "again")),
    end(),
    chain("s", "draft", "sign", "x"),
)
draw(
    "choices",
    start(), choice("m", "x"), choice("x", "c", ("a", "n == 1"), ("b", "n == 2 and level == 'city'")),
    user("a"), user("b"), user("c"), choice("y", "e", ("m", "again")), end(),
    flow("s", "m"), flow("a", "y"), flow("b", "y"), flow("c", "y"),
)  # fmt: skip
draw(
    "fork",
    start(), parallel("p"), user("a"), user("b"), user("c"), service("sv", "notify"), parallel("q"), user("z"), end(),
    chain("s", "p", "a", "q", "z", "e"), chain("p", "b", "sv", "q"), chain("p", "c", "q"),
)  # fmt: skip
draw(
    "forkloop",
    start(), user("u"), parallel("p"), user("a"), user("b"), parallel("q"), choice("x", "e", ("u", "again")), end(),
    chain("s", "u", "p", "a", "q", "x"), chain("p", "b", "q"),
)  # fmt: skip
draw(
    "branchloop",
    start(), parallel("p"), user("a"), user("a2"), choice("x", "q", ("a", "again")), user("b"), user("b2"),
    parallel("q"), user("z"), end(), chain("s", "p", "a", "a2", "x"), chain("p", "b", "b2", "q", "z", "e"),
)  # fmt: skip
draw(
    "timers",
    start(), user("a"), boundary("remind", "a", at("remind_1"), False), boundary("due", "a", at("deadline")),
    user("nag"), end("en"), service("close", "auto_close"), end("ec"), user("z"), end(),
    chain("s", "a", "z", "e"), chain("remind", "nag", "en"), chain("due", "close", "ec"),
)  # fmt: skip
draw(
    "subtimers",
    start(),
    inside(
        "w", start("ws"), user("draft"), user("sign"), choice("x", "we", ("draft", "again")), end("we"),
        boundary("inner", "sign", at("inner"), False), script("log", "log_it"), end("wl"),
        chain("ws", "draft", "sign", "x"), chain("inner", "log", "wl"),
    ),
    boundary("remind", "w", at("remind_1"), False), boundary("due", "w", at("deadline")),
    service("nag", "nag_it"), end("en"), service("close", "auto_close"), user("late"), end("ec"), user("z"), end(),
    chain("s", "w", "z", "e"), chain("remind", "nag", "en"), chain("due", "close", "late", "ec"),
)  # fmt: skip
draw(
    "messages",
    start(), user("a"), boundary("wd", "a", message("withdraw")), boundary("ex", "a", message("extend"), False),
    service("sx", "extend_it"), end("ex_e"), user("undo"), catch("c", message("confirm")),
    throw("t", signal("alarm")),
    user("z"), boundary("al", "z", signal("alarm")), end(), end("e2"), end("e3", message("confirm")),
    chain("s", "a", "c", "t", "z", "e"), chain("ex", "sx", "ex_e"), chain("wd", "undo", "e2"), chain("al", "e3"),
)  # fmt: skip
CHILD = diagram(
    "child",
    start("cs"), user("child_c1"), service("child_c2", "notify"), user("child_c3"),
    boundary("c_in", "child_c3", at("inner")), end("ce"), end("ce2"),
    chain("cs", "child_c1", "child_c2", "child_c3", "ce"), chain("c_in", "ce2"),
)  # fmt: skip
draw(
    "calls",
    start(), call("ca", "child"), boundary("due", "ca", at("deadline")), call("cb", "child"),
    choice("x", "e", ("ca", "again")), user("late"), end(), end("e2"), chain("s", "ca", "cb", "x"),
    chain("due", "late", "e2"),
    more=(CHILD,),
)  # fmt: skip
draw(
    "countersign",
    start(), user("m", group("n + 1", "ok >= 2")), boundary("due", "m", at("deadline")),
    choice("x", "z", ("m", "again")),
    user("z"), service("close", "auto_close"), end(), end("e2"),
    chain("s", "m", "x"), chain("due", "close", "e2"), chain("z", "e"),
)  # fmt: skip
draw(
    "one_by_one",
    start(), user("m", group("n + 1", "ok >= 2", True)), boundary("due", "m", at("deadline"), False), user("nag"),
    choice("x", "e", ("m", "again")), end(), end("e2"), chain("s", "m", "x"), chain("due", "nag", "e2"),
)  # fmt: skip
draw(
    "quorum",
    start(), user("m", group("n + 2", "done == total or done >= 3 or ok > 2")),
    user("o", group("n + 1", "done >= 2", True)),
    choice("x", "e", ("m2", "again")), choice("m2", "m"), end(), chain("s", "m2"), chain("m", "o", "x"),
)  # fmt: skip
draw(
    "automatic",
    start(), user("a"), rule("r", "route"), send("post"), choice("x", "short", ("long", "days > 60")), user("long"),
    user("short"), script("sc", "file_it"), end(), chain("s", "a", "r", "post", "x"), chain("long", "sc", "a"),
    chain("short", "e"),
)  # fmt: skip
draw(
    "terminate",
    start(), parallel("p"), user("a"), user("b"), choice("x", "e", ("et", "again")), end("et", TERMINATE), end(),
    end("e2"),
    inside(
        "w", start("ws"), parallel("wp"), user("wa"), user("wb"), end("wt", TERMINATE), end("we"),
        chain("ws", "wp", "wa", "wt"), chain("wp", "wb", "we"),
    ),
    chain("s", "p", "a", "x"), chain("p", "b", "w", "e2"),
)  # fmt: skip
draw(
    "group_of_scopes",
    start(),
    inside(
        "w", start("ws"), user("draft"), user("sign"), end("we"), boundary("in", "sign", at("inner"), False),
        script("lg", "log_it"), end("wl"), chain("ws", "draft", "sign", "we"), chain("in", "lg", "wl"),
        group=group("n + 1", "ok >= 3"),
    ),
    boundary("due", "w", at("deadline")), user("sum"), end(), service("close", "auto_close"),
    chain("s", "w", "sum", "e"), chain("due", "close", "sum"),
)  # fmt: skip
draw(
    "first_of",
    start(), user("a"), first_of("v"), catch("ct", at("deadline")), catch("cm", message("withdraw")),
    catch("cx", message("extend")), service("sx", "extend_it"), user("b"), user("c"), choice("m", "v"),
    choice("x", "e2", ("a", "again")), end(), end("e2"),
    chain("s", "a", "m"), chain("v", "ct", "b", "e"), chain("v", "cm", "c", "x"), chain("v", "cx", "sx", "m"),
)  # fmt: skip
draw(
    "reminders",
    start(),
    inside(
        "handling", start("hs"), user("write"), end("he"), chain("hs", "write", "he"),
    ),
    boundary("due", "handling", at("deadline")), boundary("wd", "handling", message("withdraw")),
    boundary("first", "handling", at("remind_1"), False),
    inside(
        "waiting", start("ws"), choice("again_m", "remind"), catch("remind", at("remind_2")),
        service("nag", "nag_it"),
        chain("ws", "again_m"), chain("remind", "nag", "again_m"),
    ),
    boundary("stop", "waiting", at("deadline")), boundary("gone", "waiting", message("confirm")),
    service("close", "auto_close"), user("undo"), end("e1"), end("e2"), end("e3"), end(),
    chain("s", "handling", "e"), chain("due", "close", "e1"), chain("wd", "undo", "e2"), chain("first", "waiting"),
    chain("stop", "e3"), flow("gone", "e3"),
)  # fmt: skip
draw(
    "mix",
    start(),
    inside(
        "w", start("ws"), parallel("p"), user("a"), boundary("ta", "a", at("inner"), False), script("l1", "log_it"),
        end("el"),
        user("m", group("3", "ok >= 2")), parallel("q"), choice("x", "we", ("k", "again")), user("k"), end("we"),
        chain("ws", "p", "a", "q", "x"), chain("ta", "l1", "el"), chain("p", "m", "q"), chain("k", "we"),
    ),
    boundary("due", "w", at("deadline")), boundary("wd", "w", message("withdraw")), service("close", "auto_close"),
    user("z"),
    choice("y", "z", ("w", "again")), end(),
    chain("s", "w", "y"), chain("z", "e"), chain("due", "close", "z"), chain("wd", "z"),
)  # fmt: skip

draw(
    "eager",  # the token of the next round arrives in the very step in which the round before ends
    start(), choice("m", "p"), parallel("p"), user("a"), user("b"), throw("t"), parallel("q"),
    choice("x", "e", ("m", "again")), end(),
    chain("s", "m"), chain("p", "a", "q", "x"), chain("p", "b", "q"), chain("p", "t", "q"),
)  # fmt: skip
draw(
    "skipping",  # the next round skips a branch, so its join is reached in the very step in which the round before ends
    start(), choice("m", "p"), parallel("p"), choice("x0", "y", ("u", "ok > 1")), user("u"), choice("y", "q"),
    user("b"),
    parallel("q"), choice("x", "e", ("m", "again")), end(),
    chain("s", "m"), chain("p", "x0"), chain("u", "y"), chain("p", "b", "q", "x"),
)  # fmt: skip
draw(
    "guards_in_guards",
    start(),
    inside(
        "v", start("vs"),
        inside(
            "w", start("ws"), parallel("p"), user("a"), boundary("ta", "a", at("inner")), user("b"), parallel("q"),
            end("we"),
            user("late"), end("le"), chain("ws", "p", "a", "q", "we"), chain("p", "b", "q"),
            chain("ta", "late", "le"),
        ),
        boundary("tw", "w", at("remind_1"), False), user("nag"), choice("m", "nag"),
        boundary("wd", "w", message("withdraw")),
        end("ve"), end("ne"), chain("vs", "w", "ve"), chain("tw", "m"), chain("nag", "ne"), chain("wd", "m"),
    ),
    boundary("tv", "v", at("deadline")), boundary("ex", "v", message("extend"), False), user("x"), end("xe"), end(),
    user("z"), chain("s", "v", "z", "e"), chain("ex", "x", "xe"), chain("tv", "z"),
)  # fmt: skip

# Two tokens meet at one join; BPMN and SpiffWorkflow do not say which belong together, so the walk refuses these.
UNSOUND: dict[str, tuple[bytes, ...]] = {
    "overtaking": (
        diagram(
            "overtaking",  # a second round of the fork begins while the first is still under way
            start(), choice("m", "p"), parallel("p"), user("a"), boundary("more", "a", at("inner"), False), user("b"),
            parallel("q"), user("z"), end(), chain("s", "m"), chain("p", "a", "q", "z", "e"), chain("p", "b", "q"),
            chain("more", "m"),
        ),
    ),
    "returning": (
        diagram(
            "returning",  # one branch of a fork goes back before the fork
            start(), choice("m", "p"), parallel("p"), user("a"), choice("x", "q", ("m", "again")), user("b"),
            parallel("q"), user("z"), end(), chain("s", "m"), chain("p", "a", "x"), chain("p", "b", "q", "z", "e"),
        ),
    ),
    "doubled": (
        diagram(
            "doubled",  # a reminder joins the branch it was meant to remind of
            start(), parallel("p"), user("a"), boundary("more", "a", at("inner"), False), user("b"), choice("m", "u"),
            user("u"), parallel("q"), end(), chain("s", "p", "a", "m"), chain("more", "m"), chain("p", "b", "q", "e"),
            chain("u", "q"),
        ),
    ),
}  # fmt: skip
