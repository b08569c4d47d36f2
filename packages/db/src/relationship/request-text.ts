import {
  composeText,
  paragraphsOf,
  type RecordedParagraph,
  sentParagraphs,
} from '@entente/domain/relationship/relationship-request'

/** Stands for the link in a body, where the release before looks for it. */
const linkPlace = '{{link}}'

/** The columns of a request's text. The release before reads `body` only. */
export const textColumns = (paragraphs: readonly RecordedParagraph[]) => ({
  paragraphs: JSON.stringify(paragraphs),
  body: composeText(sentParagraphs(paragraphs), linkPlace),
})

/** A row with its text by paragraph. Rows of the release before have it in one piece. */
export const withParagraphs = <Row extends { body: string; paragraphs: unknown }>({
  body,
  paragraphs,
  ...row
}: Row) => ({
  ...row,
  paragraphs: (paragraphs as RecordedParagraph[] | null) ?? paragraphsOf(body, linkPlace),
})
