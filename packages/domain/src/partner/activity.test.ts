import { expect, test } from 'vitest'
import { actionsAbout, activityOf, activitySubjects } from './activity.ts'

test('U-16 a present and a former action are the same activity', () => {
  expect(activityOf('enrolment.submitted')).toBe('enrolment.submitted')
  expect(activityOf('enrolment.submit')).toBe('enrolment.submitted')
  for (const unknown of ['enrolment.assigned', 'constructor', '']) expect(activityOf(unknown)).toBeUndefined()
})

test('U-16 a subject covers present and former actions, and each action has one subject', () => {
  expect(actionsAbout('users')).toEqual(expect.arrayContaining(['user.created', 'create_partner_user']))
  const actions = activitySubjects.flatMap(actionsAbout)
  expect(new Set(actions).size).toBe(actions.length)
  for (const action of actions) expect(activityOf(action)).toBeDefined()
})
