// Links to the parts of the room become tabs: one part at a time, arrows go between them.

export class Tabs {
  private readonly tabs: HTMLAnchorElement[];

  constructor(
    private readonly root: HTMLElement,
    private readonly onShow: (name: string) => void,
  ) {
    const list = root.querySelector<HTMLElement>("[data-tabs]");
    this.tabs = list ? [...list.querySelectorAll<HTMLAnchorElement>("[data-tab]")] : [];
    if (!list) return;
    list.setAttribute("role", "tablist");
    list.setAttribute("aria-label", list.dataset.label ?? "");
    for (const tab of this.tabs) this.prepare(tab);
    list.addEventListener("keydown", (event) => this.step(event));
    const asked = this.tabs.find((tab) => tab.hash === location.hash) ?? this.tabs[0];
    if (asked) this.show(asked.dataset.tab ?? "");
  }

  get current(): string {
    return this.tabs.find((tab) => tab.getAttribute("aria-selected") === "true")?.dataset.tab ?? "";
  }

  show(name: string): void {
    for (const tab of this.tabs) {
      const isShown = tab.dataset.tab === name;
      tab.setAttribute("aria-selected", String(isShown));
      tab.tabIndex = isShown ? 0 : -1;
      const panel = this.panelOf(tab);
      if (panel) panel.hidden = !isShown;
    }
    this.onShow(name);
  }

  private panelOf(tab: HTMLAnchorElement): HTMLElement | null {
    return this.root.querySelector<HTMLElement>(`[data-panel="${tab.dataset.tab}"]`);
  }

  private prepare(tab: HTMLAnchorElement): void {
    const panel = this.panelOf(tab);
    if (!panel) return;
    tab.id ||= `tab-${tab.dataset.tab}`;
    tab.setAttribute("role", "tab");
    tab.setAttribute("aria-controls", panel.id);
    panel.setAttribute("role", "tabpanel");
    panel.tabIndex = 0;
    panel.setAttribute("aria-labelledby", tab.id);
    tab.addEventListener("click", (event) => {
      event.preventDefault();
      this.show(tab.dataset.tab ?? "");
    });
  }

  private step(event: KeyboardEvent): void {
    const index = this.tabs.indexOf(document.activeElement as HTMLAnchorElement);
    const last = this.tabs.length - 1;
    const places: Record<string, number> = {
      ArrowRight: index === last ? 0 : index + 1,
      ArrowLeft: index === 0 ? last : index - 1,
      Home: 0,
      End: last,
    };
    const next = this.tabs[places[event.key] ?? -1];
    if (index < 0 || !next) return;
    event.preventDefault();
    this.show(next.dataset.tab ?? "");
    next.focus();
  }
}
