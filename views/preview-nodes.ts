// What the picture for link previews is made of: boxes, words and shapes, as the rasteriser takes them.

/** px, as networks ask for it. */
export const previewSize = { width: 1200, height: 630 } as const

type Style = { readonly [property: string]: string | number }
type Named = { readonly className: string; readonly style?: Style }
export type PreviewNode =
  | ({ readonly type: 'container'; readonly children: PreviewNode[] } & Named)
  | ({ readonly type: 'text'; readonly text: string } & Named)
  /** `src` is always the shape itself, never an address: nothing is ever loaded. */
  | ({ readonly type: 'image'; readonly src: `data:image/svg+xml,${string}` } & Named)

const styled = (style: Style | undefined) => (style === undefined ? {} : { style })

export const box = (className: string, children: readonly PreviewNode[], style?: Style): PreviewNode => ({
  type: 'container',
  className,
  children: [...children],
  ...styled(style),
})

export const words = (className: string, text: string, style?: Style): PreviewNode => ({
  type: 'text',
  className,
  text,
  ...styled(style),
})

/** @param shapes SVG elements that fill `viewBox`; stretched to the room that there is */
export const shape = (className: string, viewBox: string, shapes: string): PreviewNode => {
  const [, , width, height] = viewBox.split(' ')
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="${viewBox}" preserveAspectRatio="none">${shapes}</svg>`
  return { type: 'image', className, src: `data:image/svg+xml,${encodeURIComponent(svg)}` }
}
