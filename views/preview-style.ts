// How the picture for link previews looks: the page's colours and shapes, every word large enough for a picture of 500 px.
import { light as c } from './colours.ts'

const phases = (['calm', 'backlash', 'reversal', 'recovery'] as const).map(
  (phase) =>
    `.${phase} .word{color:${c[phase]}}.${phase} .icon{background-color:${c[phase]}}.box.${phase}{border-left-color:${c[phase]};background-color:${c[phase]}12}.band.${phase}{background-color:${c[phase]}12;border-top-color:${c[phase]};color:${c[phase]}}`,
)

export const previewStyle = [
  `.page{display:flex;flex-direction:column;width:1200px;height:630px;padding:30px 56px 26px;background-color:#faf9f6;color:${c.ink};font-family:Inter;font-size:26px;line-height:1.3}`,
  `.row{display:flex;align-items:center}.m{color:${c.mute}}.b{font-weight:700}.end{margin-left:auto}`,
  '.brand{font-size:32px;font-weight:700;letter-spacing:-.01em}',
  '.title{font-weight:700;line-height:1.1;letter-spacing:-.025em;margin-top:8px;text-wrap:balance;padding-bottom:10px;overflow-wrap:anywhere;line-clamp:2;overflow:hidden}',
  `.box{display:flex;align-items:center;margin-top:8px;padding:8px 24px 8px 20px;border:1px solid ${c.line};border-left-width:12px;border-radius:10px}`,
  '.icon{display:flex;width:64px;height:64px;border-radius:50%;align-items:center;justify-content:center;margin-right:20px;flex-shrink:0}.drawn{width:38px;height:38px}.named{display:flex;flex-direction:column}',
  '.word{font-size:42px;font-weight:700;line-height:1.15;letter-spacing:-.02em}',
  '.figure{display:flex;flex-direction:column;align-items:flex-end;margin-left:40px;flex-shrink:0}.number{font-size:42px;font-weight:700;line-height:1.15;letter-spacing:-.02em}',
  '.says{font-weight:700;line-height:1.2;letter-spacing:-.01em;margin-top:12px;padding-bottom:4px;overflow-wrap:anywhere;line-clamp:2;overflow:hidden}',
  '.plot{position:relative;flex-grow:1;margin-top:8px}.fill{position:absolute;top:0;left:0;width:100%;height:100%}',
  '.under{position:relative;height:32px;font-size:24px}.at{position:absolute;transform:translateX(-50%)}',
  '.band{position:absolute;top:0;bottom:0;border-top:6px solid;font-size:24px;font-weight:700;padding-top:4px;padding-left:4px}',
  `.bars{position:absolute;left:0;bottom:0;width:100%;border-bottom:1px solid ${c.mute}}`,
  `.top{position:absolute;left:0;right:0;border-top:1px solid ${c.grid};font-size:24px;color:${c.mute}}`,
  `.said{position:absolute;bottom:0;width:0;border-left:2px dashed ${c.ink}88}.dot{width:20px;height:20px;border-radius:50%;background-color:${c.ink}}.said .dot{position:absolute;left:-11px;top:-4px}`,
  `.gap{position:absolute;bottom:0;background-color:${c.mute}22;color:${c.mute};font-size:24px;justify-content:center;align-items:center;display:flex}`,
  '.legend{display:flex;align-items:center;margin-top:10px;font-size:24px}.key{width:20px;height:20px;border-radius:3px;margin-left:22px;margin-right:8px}.dot.key{border-radius:50%}',
  ...(['neg', 'neu', 'pos'] as const).map((name) => `.key.${name}{background-color:${c[name]}}`),
  ...phases,
].join('')
