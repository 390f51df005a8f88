/** How the page of a failing run looks: by day and by night, on paper too. */
export const STYLE = `
  :root { color-scheme: light dark; font: 14px/1.5 system-ui, sans-serif; --ok: #2e9e6b; --failed: #c77700; --struck: #d1323f; --time: #808890; --line: color-mix(in srgb, currentColor 18%, transparent); }
  * { box-sizing: border-box; }
  body { margin: 1.5rem auto 4rem; max-width: 100rem; padding: 0 1.5rem; }
  h1 { font-size: 1.25rem; white-space: pre-wrap; margin: 0 0 .5rem; border-left: 5px solid var(--struck); padding-left: .8rem; overflow-wrap: anywhere; }
  h2 { font-size: .95rem; margin: 1.8rem 0 .5rem; opacity: .75; }
  code, pre, summary { font-family: ui-monospace, monospace; font-size: 12px; }
  pre { overflow: auto; max-height: 24rem; margin: .3rem 0 .5rem; padding: .4rem .6rem; white-space: pre-wrap; overflow-wrap: anywhere; background: color-mix(in srgb, currentColor 6%, transparent); border-radius: 4px; }
  .replay { display: block; user-select: all; padding: .5rem .8rem; border: 1px solid var(--line); border-radius: 6px; overflow-x: auto; white-space: pre; font-size: 13px; }
  .summary { opacity: .8; }
  .legend { display: flex; gap: 1.2rem; flex-wrap: wrap; font-size: 12px; opacity: .85; }
  .legend span::before { content: ''; display: inline-block; width: .8em; height: .8em; border-radius: 50%; margin-right: .4em; background: var(--c); }
  .scroll { overflow-x: auto; border: 1px solid var(--line); border-radius: 6px; padding: .3rem; }
  .drawing text { font: 12px ui-monospace, monospace; fill: currentColor; }
  .drawing .name { text-anchor: end; font-weight: 600; }
  .drawing .lane { stroke: var(--line); stroke-width: 2; }
  .drawing .flow { fill: none; stroke: currentColor; stroke-opacity: .35; stroke-width: 1.5; stroke-dasharray: 3 3; }
  .drawing line.moment { stroke: var(--line); stroke-dasharray: 2 4; }
  .drawing text.moment { font-size: 10px; opacity: .7; }
  .mark circle, .mark path { fill: var(--c); }
  .mark text.number { fill: #fff; text-anchor: middle; font-size: 11px; font-weight: 600; }
  .mark:hover circle, .mark:hover path { stroke: currentColor; stroke-width: 2; }
  .ok { --c: var(--ok); } .failed { --c: var(--failed); } .struck { --c: var(--struck); } .time { --c: var(--time); }
  .timeline { display: grid; gap: 4px 1rem; overflow-x: auto; }
  .head { font-weight: 600; border-bottom: 2px solid; padding: .2rem; }
  .at { text-align: right; opacity: .7; font-variant-numeric: tabular-nums; padding: .2rem; white-space: nowrap; }
  .step { border-left: 4px solid var(--c); padding: .25rem .6rem; background: color-mix(in srgb, var(--c) 10%, transparent); min-width: 0; border-radius: 0 4px 4px 0; }
  .step.time { border-left-style: dashed; background: none; opacity: .8; }
  .step:target { outline: 2px solid var(--c); }
  .step b { color: var(--struck); }
  summary { cursor: pointer; overflow-wrap: anywhere; }
  .removed { color: var(--struck); } .added { color: var(--ok); }
  .label { font-size: 11px; opacity: .65; margin-top: .3rem; }
  ul { padding-left: 1.2rem; }
  @media print { body { max-width: none; } .scroll { border: 0; } }
`;
