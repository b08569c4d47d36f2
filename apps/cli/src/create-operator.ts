import { randomUUID } from 'node:crypto'
import { insertAudit, instanceChain } from '@entente/db/core/audit'
import { operatorRoles } from '@entente/domain/core/role'
import { z } from 'zod'
import { type Command, readOptions } from './command.ts'
import { commandLine, createAccount, email, line, onInstance, valid, welcome } from './new-account.ts'
import { readSettings } from './settings.ts'

/** Creates the account of an operator. The first operator of an instance can only be created here. */
export const createOperator: Command = {
  usage: `operator create --email <address> --name <name> [--role ${operatorRoles.join('|')} …]`,
  does: 'creates an operator (by default with the role operator_admin) and prints the link that sets up the account',
  async run(args, context) {
    const { must, all } = readOptions(args, { required: ['email', 'name'], several: ['role'] })
    const person = { email: email(must('email')), name: line('--name', must('name')) }
    const chosen = all('role').map((role) => valid(z.enum(operatorRoles), '--role', role))
    const roles = chosen.length > 0 ? [...new Set(chosen)] : (['operator_admin'] as const)
    const settings = readSettings(context, 'CLOUD', 'DATABASE_URL', 'ENTENTE_KEYS_FILE', 'OPERATOR_URL')
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
        { ...commandLine, requestId: randomUUID() },
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
    context.print(`${person.email} is an operator: ${roles.join(', ')}.`)
    for (const text of welcome(settings.OPERATOR_URL, link)) context.print(text)
    return 0
  },
}
