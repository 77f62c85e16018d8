"""Asks on the terminal for what a command wasn't told, one figure after another."""

from __future__ import annotations

import dataclasses

from safepassage.estimate.options import (
    DEFAULT_WINDOW,
    QUESTIONS,
    Options,
    Question,
    limits,
    parse_figure,
    parse_window,
)


def ask_for(options: Options) -> Options:
    """The options with every figure that wasn't given asked for; Enter takes the default.

    A wrong answer is asked for again. Ctrl-C and the end of the input leave.
    """
    answers: dict[str, object] = {}
    for question in QUESTIONS:
        if not options.says(question.name):
            answers[question.name] = _figure(question)
        if question.name == "seats" and not options.window:
            answers["window"] = _window()
    return dataclasses.replace(options, **answers)  # type: ignore[arg-type]  # by their names


def _figure(question: Question) -> float | None:
    while True:
        text = _prompt(question.ask, question.assumed)
        if not text and not question.required:
            return None
        value = parse_figure(question, text)
        if value is not None:
            return value
        print(f"  {text or 'nothing'!r}: expected {limits(question)}.")


def _window() -> tuple[str, ...]:
    while True:
        text = _prompt("When are the crossings open each day? Several with commas", DEFAULT_WINDOW)
        parts = tuple(part.strip() for part in text.split(",") if part.strip())
        if all(parse_window(part) for part in parts):
            return parts
        print(f"  {text!r}: expected times like 09:00-14:00 or 09:00-11:00, 15:00-18:00.")


def _prompt(ask: str, default: str) -> str:
    try:
        return input(f"{ask}{f' [{default}]' if default else ''} > ").strip()
    except EOFError:
        raise KeyboardInterrupt from None
