/**
 * What is said about each finding of the assessment, with the lines it is about.
 */
import type { Finding } from '../../approvals/vocabulary/findings.ts';
import { listed } from './amounts.ts';
import { typed } from './markup.ts';

export function findingWords(finding: Finding): string {
  const where = finding.lines.length === 0 ? '' : ` (${lineWords(finding.lines)})`;
  switch (finding.rule) {
    case 'currency-not-allowed':
      return `The policy does not allow ${typed(finding.value)}${where}.`;
    case 'quorum-unreachable':
      return `It needs ${typed(finding.value)} besides yourself, and there are not so many people who could approve it.`;
    case 'own-account':
      return `This is the address of our own account at Calypso, not of a recipient${where}.`;
    case 'token-contract':
      return `This is the contract of a token, not a wallet; money sent there is lost${where}.`;
  }
}

const linesNamedMax = 10;

function lineWords(lines: readonly number[]): string {
  const named = lines.slice(0, linesNamedMax).map(String);
  const rest = lines.length - named.length;
  return `${lines.length === 1 ? 'line' : 'lines'} ${listed(rest > 0 ? [...named, `${rest} more`] : named)}`;
}
