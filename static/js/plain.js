// What every page without a picture of its own needs: the theme and the languages.

import { mountLanguages, mountTheme, restoreTheme } from "./theme.js";

restoreTheme();
mountTheme();
mountLanguages();
