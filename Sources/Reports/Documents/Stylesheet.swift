/// The one style of all pages: for the screen and for A4, black on white, tables first.
enum Stylesheet {
  static let css: StaticString = """
    @page { size: A4; margin: 17mm 15mm 19mm; @bottom-right { content: counter(page) " / " counter(pages); font: 8pt sans-serif; color: #666; } }
    @page wide { size: A4 landscape; margin: 13mm 12mm 15mm; }
    :root { --ink: #1c2430; --soft: #5c6773; --line: #d5dbe1; --tint: #f3f6f8; --accent: #0b5c7a; }
    * { box-sizing: border-box; }
    html { -webkit-text-size-adjust: 100%; }
    body { margin: 0 auto; max-width: 1080px; padding: 28px 34px 60px; color: var(--ink); background: #fff;
      font: 14px/1.5 "Noto Sans", "Source Sans 3", "Helvetica Neue", Arial, "Noto Sans CJK SC", "Noto Sans SC", "PingFang SC", "Microsoft YaHei", sans-serif; }
    header { border-bottom: 3px solid var(--accent); margin-bottom: 20px; padding-bottom: 12px; }
    h1 { font-size: 25px; line-height: 1.25; margin: 0 0 4px; font-weight: 650; }
    h2 { font-size: 17px; margin: 30px 0 10px; color: var(--accent); font-weight: 650; break-after: avoid; break-inside: avoid; }
    h3 { font-size: 14px; margin: 20px 0 6px; font-weight: 650; break-after: avoid; break-inside: avoid; }
    .o { color: var(--soft); font-weight: 400; font-size: .82em; margin-left: .5em; }
    th .o { display: block; margin: 0; font-size: .86em; }
    p { margin: 6px 0 10px; max-width: 78ch; }
    .sub { color: var(--soft); margin: 0; max-width: none; }
    .remark { border-left: 3px solid #c98a1b; background: #fdf7ea; padding: 8px 12px; max-width: none; }
    .figures { display: grid; grid-template-columns: repeat(4, 1fr); gap: 1px; background: var(--line); border: 1px solid var(--line); margin: 12px 0 18px; break-inside: avoid; }
    .figures div { background: #fff; padding: 9px 12px 10px; }
    .figures dt, .figures dd { margin: 0; }
    .figures dt { color: var(--soft); font-size: 12px; line-height: 1.35; min-height: 2.7em; }
    .figures dd { font-size: 19px; font-weight: 600; font-variant-numeric: tabular-nums; white-space: nowrap; }
    .figures small { font-size: 11px; font-weight: 400; color: var(--soft); margin-left: 3px; }
    .facts { display: grid; grid-template-columns: minmax(11em, 22%) 1fr; font-size: 12.5px; margin: 4px 0 12px; border-top: 1px solid var(--line); }
    .facts dt, .facts dd { margin: 0; padding: 3px 8px; border-bottom: 1px solid var(--line); overflow-wrap: anywhere; break-inside: avoid; }
    .facts dt { color: var(--soft); background: var(--tint); }
    .blank { display: inline-block; min-width: 8em; border-bottom: 1px dashed #a06a12; color: #a06a12; font-size: .86em; }
    .scroll { overflow-x: auto; margin: 8px 0 18px; }
    table { border-collapse: collapse; width: 100%; font-size: 12.5px; line-height: 1.4; }
    caption { text-align: left; font-weight: 600; padding: 0 0 5px; break-after: avoid; }
    th { text-align: left; vertical-align: bottom; font-weight: 600; background: var(--tint); border-top: 1px solid var(--ink); border-bottom: 1px solid var(--ink); padding: 5px 8px; }
    td { vertical-align: top; border-bottom: 1px solid var(--line); padding: 4px 8px; overflow-wrap: break-word; }
    .n { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; overflow-wrap: normal; }
    .w { overflow-wrap: anywhere; }
    .day { white-space: nowrap; }
    .u { display: block; font-weight: 400; color: var(--soft); font-size: .88em; white-space: nowrap; }
    tr.t td { font-weight: 650; border-top: 1px solid var(--ink); background: var(--tint); }
    table.d { font-size: 10.5px; } table.d th, table.d td { padding: 3px 5px; }
    a { color: var(--accent); }
    figure { margin: 12px 0 20px; break-inside: avoid; } figure svg { width: 100%; height: auto; display: block; }
    figcaption { color: var(--soft); font-size: 12px; margin-top: 4px; }
    footer { margin-top: 36px; padding-top: 8px; border-top: 1px solid var(--line); color: var(--soft); font-size: 11.5px; }
    @media (max-width: 700px) { body { padding: 16px; } .figures { grid-template-columns: repeat(2, 1fr); } }
    @media print {
      body { max-width: none; padding: 0; font-size: 9.5pt; } h1 { font-size: 17pt; } h2 { font-size: 12pt; } h3 { font-size: 10pt; }
      .facts { font-size: 8.2pt; grid-template-columns: 24% 1fr; }
      table { font-size: 8.2pt; } table.d { font-size: 6.8pt; } table.d th, table.d td { padding: 1.5pt 3pt; }
      .figures dd { font-size: 12.5pt; } .figures dt { font-size: 8pt; }
      .scroll { overflow: visible; } thead { display: table-header-group; } tr { break-inside: avoid; }
      .facts + .scroll { break-before: avoid; }
      table:not(:has(tbody tr:nth-child(13))), .facts:not(:has(dt:nth-of-type(9))) { break-inside: avoid; }
      section.wide { page: wide; } section.page { break-before: page; } a { color: inherit; text-decoration: none; }
      footer { margin-top: 14pt; break-before: avoid; }
      th, tr.t td, .remark, .figures { -webkit-print-color-adjust: exact; print-color-adjust: exact; }
    }
    """
}
