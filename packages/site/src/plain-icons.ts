import { readFile } from 'node:fs/promises'
import type { Plugin } from 'vite'

type Drawing = [element: string, attributes: Record<string, string>]

/**
 * Builds each icon of Lucide as the drawing that it is. Lucide's own component puts every icon together from data each time that
 * it is rendered, which was a twentieth of a page's time on the server. Ours takes `size` and `aria-label` alone.
 */
export const plainIcons = (): Plugin => ({
  name: 'plain-icons',
  enforce: 'pre',
  async load(id) {
    return iconPath.test(id) ? plainIcon(await readFile(id, 'utf8')) : undefined
  },
})

const iconPath = /[\\/]@lucide[\\/]svelte[\\/]dist[\\/]icons[\\/][\w-]+\.svelte$/

/** The source of a component that draws the icon of one of Lucide's. */
export function plainIcon(source: string): string {
  const data = /^const iconData = (\{.*\});$/m.exec(source)?.[1]
  if (!data) throw new Error('This component of Lucide holds no icon.')
  const { node, size } = JSON.parse(data) as { node: Drawing[]; size: number }
  return `<script>
  let { size = ${size}, 'aria-label': label } = $props()
</script>
<svg width={size} height={size} viewBox="0 0 ${size} ${size}" fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round" aria-label={label} aria-hidden={label === undefined ? 'true' : undefined}>${node.map(drawn).join('')}</svg>`
}

const drawn = ([element, attributes]: Drawing): string =>
  `<${element}${Object.entries(attributes)
    .map(([name, value]) => ` ${name}="${value}"`)
    .join('')} />`
