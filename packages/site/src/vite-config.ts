import { readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import adapter from '@sveltejs/adapter-node'
import { sveltekit } from '@sveltejs/kit/vite'
import tailwindcss from '@tailwindcss/vite'
import type { UserConfig } from 'vite'
import { plainIcons } from './plain-icons.ts'

const isPage = (file: string): boolean => file.endsWith('+page.svelte')

/** The modules that half of the pages use; without this group a page loads some thirty files, most below 1 kB. */
const sharedByPages = () => ({
  name: 'shared',
  minShareCount: Math.ceil(
    readdirSync('src/routes', { encoding: 'utf8', recursive: true }).filter(isPage).length / 2,
  ),
})

const ours = (name: string): string => fileURLToPath(new URL(name, import.meta.url))

/**
 * The configuration for every site's vite.config.ts: how the site is built, and what its pages may load. `appTemplate`
 * is the path of a site's own app.html, relative to the site.
 */
export const siteConfig = ({ appTemplate = ours('app.html') } = {}): UserConfig => ({
  plugins: [
    plainIcons(),
    tailwindcss(),
    sveltekit({
      compilerOptions: { runes: true },
      adapter: adapter(),
      files: { appTemplate, errorTemplate: ours('error.html') },
      csp: {
        mode: 'nonce',
        directives: {
          'default-src': ['self'],
          'script-src': ['self'],
          'style-src': ['self'],
          'style-src-attr': ['unsafe-inline'], // positions and colours that components compute
          'img-src': ['self', 'data:'],
          'font-src': ['self'],
          'connect-src': ['self'],
          'object-src': ['none'],
          'base-uri': ['none'],
          'form-action': ['self'],
          'frame-ancestors': ['none'],
        },
      },
    }),
  ],
  build: {
    assetsInlineLimit: 0, // the policy above allows no font from a data: URL
    cssTarget: ['chrome125', 'edge125', 'firefox128', 'safari17.5'], // all of them support light-dark()
  },
  environments: {
    client: { build: { rolldownOptions: { output: { codeSplitting: { groups: [sharedByPages()] } } } } },
  },
  // Our packages are TypeScript and Svelte sources, and must use the same copy of SvelteKit as the site.
  ssr: { noExternal: [/^@entente\//] },
})
