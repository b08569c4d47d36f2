/** The address of a page that language and theme lead back to; a form's action is no page. */
export const pathOf = ({ pathname, search }: Pick<URL, 'pathname' | 'search'>): string =>
  search.startsWith('?/') ? pathname : pathname + search
