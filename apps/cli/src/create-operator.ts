import { randomUUID } from 'node:crypto'
import { insertAudit, instanceChain } from '@entente/db/core/audit'
import { operatorRoles } from '@entente/domain/core/role'
import { z } from 'zod'
import { type Command, readOptions } from './command.ts'
import { createAccount, email, line, onInstance, valid, welcome } from './new-account.ts'
import { readSettings } from './settings.ts'

/** Makes an account of the operator: the first one of an instance can come from nowhere else. */
export const createOperator: Command = {
  usage: `operator create --email <address> --name <name> [--role ${operatorRoles.join('|')} …]`,
  does: 'makes an operator (role operator_admin unless told otherwise) and prints the link that sets the account up',
  async run(args, surroundings) {
    const { must, all } = readOptions(args, { required: ['email', 'name'], several: ['role'] })
    const person = { email: email(must('email')), name: line('--name', must('name')) }
    const wished = all('role').map((role) => valid(z.enum(operatorRoles), '--role', role))
    const roles = wished.length > 0 ? [...new Set(wished)] : (['operator_admin'] as const)
    const settings = readSettings(surroundings, 'CLOUD', 'DATABASE_URL', 'ENTENTE_KEYS_FILE', 'OPERATOR_URL')
    const { link } = await onInstance(settings, async (db, instance) => {
      const now = new Date()
      const made = await createAccount(
        db,
        instance,
        { ...person, roles, audience: 'operator', organisationId: null },
        now,
      )
      const { accountId, membershipId } = made
      await insertAudit(
        db,
        { requestId: randomUUID(), accountId: null, roles: [] },
        [
          {
            organisationId: instanceChain,
            action: 'operator.created',
            payload: { accountId, membershipId, roles, by: 'command_line' },
          },
        ],
        now,
      )
      return made
    })
    surroundings.print(`${person.email} is an operator: ${roles.join(', ')}.`)
    for (const text of welcome(settings.OPERATOR_URL, link)) surroundings.print(text)
    return 0
  },
}
