/**
 * What the rail says now, line by line, into the record. Facts only add up: a final line never
 * moves again, a late or repeated report changes nothing, and a contradiction stops and is shown.
 */
import type { LineProgress, PartReport } from '../rail/reports.ts';
import { isFinal } from '../vocabulary/states.ts';
import { type RequestEvent, theDesk } from './events.ts';
import { partOf, type Request } from './request.ts';

export function mergeReport(
  request: Request,
  number: number,
  report: PartReport,
  at: string,
): readonly RequestEvent[] {
  const part = partOf(request, number);
  if (part.progress.state !== 'accepted') return [];
  const known = part.progress.report;
  const contradictions: string[] = [];
  const lines = known.lines.map((old) => {
    const now = report.lines.find((each) => each.line === old.line);
    if (!now) return old;
    if (old.status === 'open') return now;
    if (now.status !== 'open' && now.status !== old.status)
      contradictions.push(`line ${old.line} was ${old.status} and is now said to be ${now.status}`);
    return now.status === old.status ? { ...old, ...now } : old;
  });
  const merged = { phase: report.phase, railState: report.railState, lines };
  const news = contradictions.filter((each) => !request.contradictions.includes(each));
  const events: RequestEvent[] = news.map((detail) => ({
    type: 'contradicted',
    at,
    by: theDesk,
    part: number,
    detail,
  }));
  if (news.length > 0 && !isFinal(request.stage.state))
    events.push({
      type: 'held',
      at,
      by: theDesk,
      reason: 'contradiction',
      detail: news.join('; '),
    });
  if (news.length === 0 && !isFinal(request.stage.state) && !sameReport(known, merged))
    events.push({ type: 'observed', at, by: theDesk, part: number, report: merged });
  return events;
}

function sameReport(a: PartReport, b: PartReport): boolean {
  return (
    a.phase === b.phase &&
    a.railState === b.railState &&
    a.lines.length === b.lines.length &&
    a.lines.every((line, index) => sameLine(line, b.lines[index]))
  );
}

function sameLine(a: LineProgress, b: LineProgress | undefined): boolean {
  return (
    b !== undefined &&
    a.line === b.line &&
    a.status === b.status &&
    a.transactionHash === b.transactionHash &&
    a.feeMinor === b.feeMinor &&
    a.problem === b.problem
  );
}
