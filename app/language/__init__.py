"""Program text to graph, with a position in every error; nothing is ever executed."""

from app.language.errors import ProgramError, ProgramErrors
from app.language.limits import ProgramLimits
from app.language.reader import Ignored, Program, read_program

__all__ = ["Ignored", "Program", "ProgramError", "ProgramErrors", "ProgramLimits", "read_program"]
