import { type PropertyValues, type TemplateResult, css, html, nothing } from "lit";
import { state } from "lit/decorators.js";
import { define } from "../../shared/define";
import { base } from "../../shared/theme";
import { ApiError, Latest, told } from "../api";
import { address } from "../route";
import { controls } from "../styles";
import { DeskView } from "../view";
import type { Award, AwardsForm, Claims, Evaluated, Field, Slip } from "../wire";
import "./all-results";
import type { IpDeskField, Value } from "./form-field";
import "./form-field";
import "./one-result";
import "./slip-sheet";

const WAIT_MS = 80;

type Facts = Record<string, Value>;

/** What an applicant can get: one award, or all of a place, live while the form is being filled in. */
export class IpDeskCalculator extends DeskView {
  @state() private form: AwardsForm | null = null;
  @state() private awards: Award[] = [];
  /** The award that is calculated; null is all of them. */
  @state() private award: string | null = null;
  @state() private region: string | null = null;
  @state() private day = "";
  @state() private facts: Facts = {};
  @state() private one: Evaluated | null = null;
  @state() private all: Claims | null = null;
  @state() private slip: Slip | null = null;
  @state() private fields: Record<string, string> = {};
  @state() private error = "";
  @state() private busy = false;
  /** The fields of the award in the order of its first answer: they stay where they are while somebody types. */
  @state() private shown: { name: string; field: Field }[] = [];
  private readonly latest = new Latest();

  static override styles = [
    base,
    controls,
    css`
      .head { display: grid; gap: 12px; padding: 24px 24px 16px; }
      .what { display: grid; grid-template-columns: minmax(0, 2fr) minmax(0, 1fr) minmax(0, 1fr); gap: 12px; max-width: 1080px; }
      .what > div { display: grid; gap: 4px; align-content: start; }
      .columns { display: grid; grid-template-columns: minmax(0, 5fr) minmax(0, 6fr); gap: 16px; padding: 0 24px 32px; align-items: start; max-width: 1280px; }
      .card { padding: 20px 24px; }
      .fields { display: grid; gap: 16px; }
      .result { position: sticky; top: 12px; max-height: calc(100dvh - 24px); overflow-y: auto; }
      .result[data-busy] { opacity: 0.75; }
      .tools { justify-content: space-between; margin-bottom: 12px; }
      @media (max-width: 1000px) {
        .columns { grid-template-columns: minmax(0, 1fr); padding: 0 12px 24px; }
        .what { grid-template-columns: minmax(0, 1fr); }
        .head { padding: 16px 16px 12px; }
        .card { padding: 16px; }
        .result { position: static; max-height: none; }
      }
      @media print { .head, .columns { display: none; } }
    `,
  ];

  override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has("route") || this.route.path !== "calculator") return;
    const award = this.route.query.get("award");
    if (award && award !== this.award) this.choose(award);
    else if (!this.form) this.load();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.latest.cancel();
  }

  override render(): TemplateResult {
    if (this.slip) return html`<ip-desk-slip .slip=${this.slip} .back=${this.back}></ip-desk-slip>`;
    if (!this.form) return html`<div class="head"><h1>奖补测算</h1>${this.problem() ?? html`<p class="empty">正在打开……</p>`}</div>`;
    return html`<div class="head">
        <h1>奖补测算</h1>
        <div class="what">${this.whatToCalculate(this.form)}</div>
      </div>
      <div class="columns">
        <form class="card" aria-label="单位的情况" @submit=${(event: Event) => event.preventDefault()}>
          <div class="row tools"><h2>单位的情况</h2>
            <button type="button" class="link" ?hidden=${!Object.keys(this.facts).length} @click=${this.clear}>清空重填</button></div>
          <div class="fields">${this.listed(this.form).map(({ name, field }) => this.field(name, field))}</div>
        </form>
        <section class="card result" aria-label="测算结果" ?data-busy=${this.busy}>
          <div class="row tools"><h2>结果</h2>
            <button type="button" class="button" ?disabled=${!this.one && !this.all} @click=${this.print}>打印测算单</button></div>
          ${this.problem()} ${this.result()}
        </section>
      </div>`;
  }

  private whatToCalculate(form: AwardsForm): TemplateResult {
    return html`<div><label for="award">算哪一项</label>
        <select id="award" @change=${(event: Event) => this.choose((event.target as HTMLSelectElement).value || null)}>
          <option value="" .selected=${this.award === null}>整个单位能拿的全部奖补</option>
          ${this.awards.map((one) => html`<option value=${one.award} .selected=${one.award === this.award}>${one.name}</option>`)}
        </select></div>
      <div><label for="region">所在地区</label>
        <select id="region" @change=${(event: Event) => {
          this.region = (event.target as HTMLSelectElement).value || null;
          this.calculate(0);
        }}>
          <option value="" .selected=${this.region === null}>不限</option>
          ${form.properties.region.oneOf?.map((one) => html`<option value=${one.const} .selected=${one.const === this.region}>${one.title}</option>`)}
        </select>
        <p class="wrong">${this.fields["region"] ?? nothing}</p></div>
      <div><label for="day">按哪一天算（不填就按今天）</label>
        <input id="day" type="date" .value=${this.day} @change=${(event: Event) => {
          this.day = (event.target as HTMLInputElement).value;
          this.calculate(0);
        }}>
        <p class="wrong">${this.fields["as_of"] ?? nothing}</p></div>`;
  }

  private listed(form: AwardsForm): { name: string; field: Field }[] {
    if (this.award !== null) return this.shown;
    return Object.entries(form.properties.facts.properties).map(([name, field]) => ({ name, field }));
  }

  private field(name: string, field: Field): TemplateResult {
    const used = this.one?.fields.find((one) => one.fact === name)?.used;
    const wanted = this.award === null ? (this.all?.missing.some((one) => one.fact === name) ?? false) : used === true;
    return html`<ip-desk-field data-fact=${name} .name=${name} .field=${field} .value=${this.facts[name] ?? null}
      .wrong=${this.fields[`facts.${name}`] ?? ""} .wanted=${wanted} .idle=${this.award !== null && used === false} .told=${this.tell}></ip-desk-field>`;
  }

  private result(): TemplateResult {
    if (this.award !== null) {
      return this.one ? html`<ip-desk-one-result .result=${this.one} .ask=${this.goTo}></ip-desk-one-result>` : html`<p class="empty">正在算……</p>`;
    }
    return this.all
      ? html`<ip-desk-all-results .result=${this.all} .ask=${this.goTo} .single=${this.single}></ip-desk-all-results>`
      : html`<p class="empty">正在算……</p>`;
  }

  private problem(): TemplateResult | null {
    if (!this.error) return null;
    return html`<p class="banner" role="alert">${this.error}
      ${Object.keys(this.fields).length ? nothing : html`<button type="button" class="link" @click=${() => this.load()}>再试一次</button>`}</p>`;
  }

  // --- asking ---

  private load(): void {
    this.error = "";
    this.latest.ask(
      0,
      (signal) => Promise.all([this.desk.api.get<AwardsForm>("awards/form", {}, signal), this.desk.api.get<{ awards: Award[] }>("desk/awards", {}, signal)]),
      ([form, { awards }]) => {
        this.form = form;
        this.awards = awards;
        const regions = form.properties.region.oneOf ?? [];
        if (regions.length === 1 && regions[0]) this.region = String(regions[0].const);
        this.calculate(0);
      },
      this.failed,
    );
  }

  private calculate(wait: number): void {
    const { award, facts } = this;
    const asked = { facts, ...(this.day ? { as_of: this.day } : {}), ...(this.region ? { region: this.region } : {}) };
    this.busy = true;
    if (award !== null) {
      this.latest.ask(
        wait,
        (signal) => this.desk.api.post<Evaluated>("desk/awards/evaluate", { ...asked, award }, signal),
        (one) => {
          this.right();
          this.one = one;
          if (!this.shown.length) this.shown = one.fields.map(({ fact, field }) => ({ name: fact, field }));
        },
        this.failed,
      );
    } else {
      this.latest.ask(
        wait,
        (signal) => this.desk.api.post<Claims>("awards/match", asked, signal),
        (all) => {
          this.right();
          this.all = all;
        },
        this.failed,
      );
    }
  }

  private right(): void {
    this.busy = false;
    this.error = "";
    this.fields = {};
  }

  private readonly failed = (error: unknown): void => {
    this.busy = false;
    this.fields = error instanceof ApiError ? error.fields : {};
    this.error = told(error) ?? "";
  };

  private choose(award: string | null): void {
    this.award = award;
    this.one = null;
    this.shown = [];
    this.slip = null;
    if (!this.form) this.load();
    else this.calculate(0);
  }

  private readonly single = (award: string): void => {
    this.desk.go(address("calculator", "", { award }));
  };

  private readonly tell = (name: string, value: Value | null): void => {
    const { [name]: _before, ...rest } = this.facts;
    this.facts = value === null ? rest : { ...rest, [name]: value };
    this.calculate(WAIT_MS);
  };

  private readonly clear = (): void => {
    this.facts = {};
    this.calculate(0);
  };

  private readonly goTo = (fact: string): void => {
    const field = this.renderRoot.querySelector<IpDeskField>(`[data-fact="${CSS.escape(fact)}"]`);
    field?.scrollIntoView({ block: "center" });
    field?.focus();
  };

  private readonly print = async (): Promise<void> => {
    const body = {
      facts: this.facts,
      ...(this.day ? { as_of: this.day } : {}),
      ...(this.region ? { region: this.region } : {}),
      ...(this.award ? { award: this.award } : {}),
    };
    try {
      this.slip = await this.desk.api.post<Slip>("desk/awards/slip", body);
      await this.updateComplete;
      this.renderRoot.querySelector("ip-desk-slip")?.scrollIntoView({ block: "start" });
    } catch (error) {
      this.failed(error);
    }
  };

  private readonly back = (): void => {
    this.slip = null;
  };
}

define("ip-desk-calculator", IpDeskCalculator);
