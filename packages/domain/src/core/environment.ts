import type { z } from 'zod'

/**
 * Parses the settings of a process from its environment. Throws one error with a sentence for each wrong variable,
 * which names the variable and a valid example.
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
