// The yardstick of the portal's Customers page: the same fifty rows by one query, with no session, scope or other part of a page.
import process from 'node:process'
import pg from 'pg'

const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL, max: 10 })
pool.on('error', () => process.exit(1)) // without its database the benchmark is over

export const load = async () => {
  const { rows } = await pool.query({
    name: 'page',
    text: process.env.PAGE_QUERY ?? '',
    values: [process.env.PARTNER_ID],
  })
  return { customers: rows.slice(0, 50) }
}
