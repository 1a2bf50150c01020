import Foundation

/// A graph as one self-contained page: scopes fold, nodes show shape, cost and source line and are coloured by the kernel
/// that computes them; pointing at a node lights up what it reads and what reads it.
public struct GraphHTML {
  let graph: GraphJSON
  public init(_ graph: GraphJSON) { self.graph = graph }

  public func text() throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys]
    // A closing tag inside a string would end the script.
    let data = String(decoding: try encoder.encode(graph), as: UTF8.self).replacing("</", with: "<\\/")
    return Self.page.replacing("TITLE", with: escaped(graph.name)).replacing("\"DATA\"", with: data)
  }

  private func escaped(_ text: String) -> String {
    text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
  }

  private static let page = """
    <!doctype html>
    <html lang="en"><head><meta charset="utf-8"><title>TITLE</title>
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <style>
    :root { color-scheme: light dark; --line: #8884; --soft: #8882; --mark: #f5a623; }
    body { font: 14px/1.45 system-ui, sans-serif; margin: 2rem auto; max-width: 72rem; padding: 0 1rem; }
    h1 { font-size: 1.3rem; } input { font: inherit; padding: .3rem .6rem; width: 20rem; max-width: 100%; }
    details { border-left: 2px solid var(--line); margin: .25rem 0 .25rem .25rem; padding-left: .75rem; }
    summary { cursor: pointer; font-weight: 600; } summary small { font-weight: 400; opacity: .7; }
    .node { border: 1px solid var(--line); border-left: 6px solid var(--group, #8888); border-radius: 5px; margin: .25rem 0;
      padding: .2rem .6rem; display: flex; flex-wrap: wrap; gap: .2rem 1rem; align-items: baseline; }
    .node b { min-width: 9rem; } .node code { opacity: .85; } .node small { opacity: .65; margin-left: auto; }
    .reads { outline: 2px solid #2a7de1; } .readby { outline: 2px solid var(--mark); } .self { background: var(--soft); }
    .hidden { display: none; }
    </style></head><body>
    <h1>TITLE</h1>
    <p id="facts"></p>
    <p><input id="find" placeholder="find an operator, a shape, a scope" aria-label="find">
    <button id="open">open all</button> <button id="close">close all</button></p>
    <p><small>A node's left edge has the colour of its kernel. Point at a node: blue is what it reads, orange what reads it.</small></p>
    <div id="graph"></div>
    <script>
    const graph = "DATA";
    const root = { children: new Map(), nodes: [] };
    for (const node of graph.nodes) {
      let at = root;
      for (const part of node.scope.split('/').filter(Boolean)) {
        if (!at.children.has(part)) at.children.set(part, { children: new Map(), nodes: [] });
        at = at.children.get(part);
      }
      at.nodes.push(node);
    }
    const cards = new Map(), users = new Map();
    for (const node of graph.nodes) for (const input of node.inputs)
      users.set(input, [...(users.get(input) || []), node.id]);
    const make = (tag, text, className) => {
      const element = document.createElement(tag);
      if (text !== undefined) element.textContent = text;
      if (className) element.className = className;
      return element;
    };
    function card(node) {
      const element = make('div', undefined, 'node');
      if (node.group != null) element.style.setProperty('--group', `hsl(${node.group * 137.5 % 360} 65% 50%)`);
      element.append(make('b', `%${node.id} ${node.operator}`), make('code', node.types.join(', ')));
      const facts = [node.inputs.length ? 'reads ' + node.inputs.map(i => '%' + i).join(' ') : '',
        node.flops !== '0' ? node.flops + ' flops' : '', node.group != null ? 'kernel ' + node.group : '', node.location || ''];
      element.append(make('small', facts.filter(Boolean).join(' · ')));
      const mark = (on) => {
        element.classList.toggle('self', on);
        for (const id of node.inputs) cards.get(id).classList.toggle('reads', on);
        for (const id of users.get(node.id) || []) cards.get(id).classList.toggle('readby', on);
      };
      element.onmouseenter = () => mark(true);
      element.onmouseleave = () => mark(false);
      element.dataset.text = (node.operator + ' ' + node.types.join(' ') + ' ' + node.scope).toLowerCase();
      cards.set(node.id, element);
      return element;
    }
    const size = scope => scope.nodes.length + [...scope.children.values()].reduce((n, child) => n + size(child), 0);
    function draw(scope, into, depth) {
      for (const node of scope.nodes) into.append(card(node));
      for (const [name, child] of scope.children) {
        const fold = make('details'), head = make('summary', name + ' ');
        head.append(make('small', size(child) + ' nodes'));
        fold.append(head);
        fold.open = depth < 1;
        draw(child, fold, depth + 1);
        into.append(fold);
      }
    }
    draw(root, document.getElementById('graph'), 0);
    const groups = new Set(graph.nodes.map(n => n.group).filter(g => g != null));
    document.getElementById('facts').textContent =
      `${graph.nodes.length} nodes, ${graph.outputs.length} outputs` + (groups.size ? `, ${groups.size} kernel calls` : '');
    const all = open => document.querySelectorAll('details').forEach(d => d.open = open);
    document.getElementById('open').onclick = () => all(true);
    document.getElementById('close').onclick = () => all(false);
    document.getElementById('find').oninput = event => {
      const wanted = event.target.value.toLowerCase();
      if (wanted) all(true);
      for (const element of cards.values()) element.classList.toggle('hidden', !element.dataset.text.includes(wanted));
    };
    </script></body></html>
    """
}
