// A page without a picture: only the theme and the language.

import { mountLanguages, mountTheme } from "./theme.js";

mountTheme();
mountLanguages();
