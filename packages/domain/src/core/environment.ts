import type { z } from 'zod'

/**
 * The settings of a process as its schema reads them from the environment. Throws a sentence for each wrong variable
 * that names it with an example of a right one, all of them at once.
 */
export function readEnvironment<Shape extends z.ZodRawShape>(
  variables: z.ZodObject<Shape>,
  examples: Record<keyof Shape, string>,
  environment: Record<string, string | undefined>,
): z.output<z.ZodObject<Shape>> {
  const parsed = variables.safeParse(environment)
  if (parsed.success) return parsed.data
  const wrong = [...new Set(parsed.error.issues.map(({ path }) => String(path[0])))]
  throw new Error(
    wrong.map((name) => `${name} is missing or not valid, such as ${name}=${examples[name]}`).join('\n'),
  )
}
