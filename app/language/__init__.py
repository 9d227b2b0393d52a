"""Program text to graph, with a position in every error; nothing is ever executed.

What a reader of a graph may want to know of the choices made here:

- Arithmetic between numbers only makes a number (`1 / 2 * x` holds the literal 0.5), as it would in Python
  before any library sees it; a number that is passed to one of the program's functions is a value.
- A value named `h` inside a function `f` has the id `f.h`; what f returns takes the name its caller gives it.
- `print`, imports, comments, docstrings and the like are listed as ignored; `loss.backward()` names the output
  and is listed only with an argument, which does nothing here.
- A key of `values`, `constants` and `roles` is an id: `c` (or `c#1`) is the first version of a name, `c#2` the
  second. A value that the program has no leaf for is an error.
- Where a library's default differs (`torch.std`, `tf.nn.leaky_relu`, `jax.nn.gelu`), its prefix brings its own.
"""

from app.language.errors import ProgramError, ProgramErrors
from app.language.limits import ProgramLimits
from app.language.reader import Ignored, Program, read_program

__all__ = ["Ignored", "Program", "ProgramError", "ProgramErrors", "ProgramLimits", "read_program"]
