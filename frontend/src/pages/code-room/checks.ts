/** The checks of this room over this page's own origin. Wrong when a check stores anything. */

import { httpChecks } from "../../live/transport.ts";

export const checks = httpChecks((...request) => fetch(...request));
