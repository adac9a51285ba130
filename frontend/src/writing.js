// The page on which a unit reads a draft and writes its comments: parts that fold, words that are selected, what a
// proposal changes, the pane with contents and comments, and the way back to where one was.
import { startDifference } from "./writing/difference.js";
import { startOutline } from "./writing/outline.js";
import { startParts } from "./writing/parts.js";
import { startSelection } from "./writing/selection.js";
import { startCounts } from "./writing/counts.js";

const page = document.querySelector("[data-writing], [data-reading]");
startParts(page);
startOutline();
startDifference();
startSelection();
startCounts();
