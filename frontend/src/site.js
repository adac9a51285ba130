// Every page: htmx, and the few things that HTML cannot do alone.
import { startHtmx } from "./requests.js";
import { startAutosave } from "./autosave.js";
import { startDialogs } from "./dialogs.js";
import { startFolds } from "./folds.js";
import { startForms } from "./forms.js";
import { startLists } from "./lists.js";
import { startNavigation } from "./navigation.js";
import { startTicks } from "./ticks.js";

startHtmx();
startAutosave();
startDialogs();
startFolds();
startForms();
startLists();
startNavigation();
startTicks();
