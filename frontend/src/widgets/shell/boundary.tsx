/** Catches what a page throws while drawing: the rest of the frame stays, and the reader can go on. */

import { Component, type ReactNode } from "react";
import { Failure } from "../states/states.tsx";

type State = { readonly thrown: unknown };

export class Boundary extends Component<{ readonly children: ReactNode }, State> {
  override state: State = { thrown: null };

  static getDerivedStateFromError(thrown: unknown): State {
    return { thrown };
  }

  override render(): ReactNode {
    if (this.state.thrown === null) return this.props.children;
    return (
      <Failure thrown={this.state.thrown} again={() => this.setState({ thrown: null })}>
        <button type="button" className="btn" onClick={() => location.reload()}>
          Reload the page
        </button>
      </Failure>
    );
  }
}
