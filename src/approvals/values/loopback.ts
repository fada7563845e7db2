/** Whether the host of a URL can only be this machine: what is plain there may not be plain elsewhere. */
export function isLoopback(hostname: string): boolean {
  return ['localhost', '[::1]', '::1'].includes(hostname) || /^127(?:\.\d{1,3}){3}$/.test(hostname);
}
