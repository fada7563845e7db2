/** Where the page begins. */
import { render } from 'preact';
import { App } from './app.ts';
import { html } from './html.ts';

const page = document.getElementById('page');
if (page) {
  page.textContent = '';
  render(html`<${App} />`, page);
}
