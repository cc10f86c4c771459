/** A link or a download, by its address: files of the API leave the single page, everything else stays in it. */

import type { ReactNode } from "react";
import { Link } from "wouter";

type GoProps = { readonly to: string; readonly className?: string; readonly children: ReactNode };

export function Go({ to, className, children }: GoProps) {
  if (to.startsWith("/api/")) {
    return (
      <a href={to} className={className} download>
        {children}
      </a>
    );
  }
  return (
    <Link href={to} className={className}>
      {children}
    </Link>
  );
}
