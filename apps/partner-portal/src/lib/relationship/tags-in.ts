/** The tags that a person typed, separated by commas of either script. */
export const tagsIn = (text: string | undefined): string[] =>
  (text ?? '').split(/[,，、;；\n]/u).flatMap((tag) => tag.trim() || [])
