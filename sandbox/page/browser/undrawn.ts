/** What stands in the place of a block or element that the sandbox cannot draw. */
import { html, type Shown } from './html.ts';

export const undrawn = (what: string): Shown =>
  html`<p class="undrawn">The sandbox does not draw this ${what} yet.</p>`;
