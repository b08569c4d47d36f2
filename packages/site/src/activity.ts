import type { RequestEvent } from '@sveltejs/kit'

type Asked = Pick<RequestEvent, 'isDataRequest' | 'request' | 'url'>

/** Whether the browser opens a page, other than a script of an open one that asks for something. */
export const opensPage = ({ headers }: Request): boolean =>
  headers.get('accept')?.includes('text/html') ?? false

/**
 * Whether a person causes a request: opens a page, sends a form, or follows a link whose page only reads its data. What
 * an open page asks by itself is no activity, be it a poll or its own data again: else a visible list would keep a
 * session alive that nobody uses.
 */
export function isActivity({ isDataRequest, request, url }: Asked): boolean {
  if (request.method !== 'GET' || opensPage(request)) return true
  const asking = URL.parse(request.headers.get('referer') ?? '')
  const isOwnData = asking?.pathname === url.pathname && asking.search === url.search
  return isDataRequest && !isOwnData
}
