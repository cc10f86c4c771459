/** Draw again twice a second: a clock that is drawn every second skips one now and then. */

import { useEffect, useState } from "react";

export function useEverySecond(): void {
  const [, draw] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => draw((count) => count + 1), 500);
    return () => clearInterval(timer);
  }, []);
}
