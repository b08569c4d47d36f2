import { readWholeStatement } from '#lib/customer/statement.server.ts'
import { statementPdf } from '#lib/customer/statement-pdf.server.ts'
import type { RequestHandler } from './$types'

export const GET: RequestHandler = async (event) => {
  const statement = await readWholeStatement(event)
  return new Response(await statementPdf(statement, event.locals), {
    headers: {
      'content-type': 'application/pdf',
      'content-disposition': `attachment; filename="statement-${statement.month}.pdf"`,
    },
  })
}
