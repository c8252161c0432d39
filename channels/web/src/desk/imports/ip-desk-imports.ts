import { type PropertyValues, type TemplateResult, css, html, nothing } from "lit";
import { query, state } from "lit/decorators.js";
import { clock } from "../../shared/dates";
import { define } from "../../shared/define";
import { base } from "../../shared/theme";
import { ApiError, Latest, told } from "../api";
import { address } from "../route";
import { controls } from "../styles";
import { DeskView } from "../view";
import type { ImportJob } from "../wire";

const TYPES = ".txt,.html,.htm,.docx,.pdf";
const MOST_BYTES = 20 * 1024 * 1024;
const POLL_MS = 700;

/** Files handed in by dropping or choosing, and how far each has come. */
export class IpDeskImports extends DeskView {
  @state() private jobs: ImportJob[] | null = null;
  @state() private error = "";
  @state() private regionError = "";
  @state() private sending = "";
  @state() private over = false;
  @query("#file") private file!: HTMLInputElement;
  @query("#region") private region!: HTMLInputElement;
  private readonly latest = new Latest();

  static override styles = [
    base,
    controls,
    css`
      .page { display: grid; gap: 16px; max-width: 880px; padding: 24px; }
      .drop { display: grid; justify-items: center; gap: 10px; padding: 36px 20px; border: 2px dashed var(--soft); border-radius: 10px; text-align: center; background: var(--card); }
      .drop[data-over] { border-color: var(--good); background: var(--good-paper); }
      .region { max-width: 360px; display: grid; gap: 4px; }
      .job { display: grid; gap: 6px; padding: 14px 20px; border-bottom: 1px solid var(--line); }
      li:last-child .job { border-bottom: 0; }
      .name { font-weight: 600; overflow-wrap: anywhere; }
      progress { width: 100%; height: 8px; accent-color: var(--good); }
      @media (max-width: 720px) { .page { padding: 16px 12px; } .drop { padding: 20px 12px; } }
    `,
  ];

  override firstUpdated(_changed: PropertyValues): void {
    this.refresh(0);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.latest.cancel();
  }

  override render(): TemplateResult {
    return html`<div class="page">
      <h1>导入文件</h1>
      <div class="region">
        <label for="region">适用地区（可以不填，由系统从文件里读）</label>
        <input id="region" maxlength="100" autocomplete="off" placeholder="例如：安庆市" aria-invalid=${this.regionError ? "true" : "false"} aria-describedby="region-wrong">
        <p class="wrong" id="region-wrong">${this.regionError || nothing}</p>
      </div>
      <div class="drop" ?data-over=${this.over} @dragover=${this.dragged} @dragleave=${this.left} @drop=${this.dropped}>
        <p>把文件拖到这里，或者</p>
        <input id="file" type="file" accept=${TYPES} multiple hidden @change=${this.picked}>
        <button type="button" class="button main" ?disabled=${this.sending !== ""} @click=${() => this.file.click()}>选择文件</button>
        <p class="soft small">支持 txt、html、docx、pdf，每个不超过20MB</p>
        <p class="small" role="status">${this.sending ? `正在上传${this.sending}……` : ""}</p>
      </div>
      ${this.error ? html`<p class="banner" role="alert">${this.error}</p>` : nothing}
      ${this.jobs?.length
        ? html`<section><h2>最近的导入</h2></section><ul class="card">${this.jobs.map((job) => this.job(job))}</ul>`
        : nothing}
    </div>`;
  }

  private job(job: ImportJob): TemplateResult {
    const drafts = Object.values(job.drafts ?? {}).reduce((sum, count) => sum + count, 0);
    const running = job.progress < 100;
    return html`<li><div class="job">
      <div class="row"><span class="name">${job.file_name}</span>
        ${running ? nothing : job.state === "failed" ? html`<span class="tag warn">没有导入</span>` : html`<span class="tag good">${job.state === "known" ? "以前导入过" : "已导入"}</span>`}
      </div>
      ${running ? html`<progress max="100" .value=${job.progress} aria-label="${job.file_name}的导入进度"></progress>` : nothing}
      <p role=${running ? "status" : nothing}>${job.sentence}</p>
      <div class="row">
        ${job.doc_id && !running
          ? html`<a class="button" href=${address("notices", job.doc_id)}>${drafts ? `审核${drafts}份草稿` : "打开文件"}</a>`
          : nothing}
        <span class="soft small">${job.who}，${clock(Date.parse(job.created_at))}</span>
      </div>
    </div></li>`;
  }

  private refresh(wait: number): void {
    this.latest.ask(
      wait,
      (signal) => this.desk.api.get<{ imports: ImportJob[] }>("desk/imports", {}, signal),
      ({ imports }) => {
        this.jobs = imports;
        if (imports.some((job) => job.progress < 100)) this.refresh(POLL_MS);
      },
      (error) => {
        this.error = told(error) ?? "";
      },
    );
  }

  private dragged(event: DragEvent): void {
    event.preventDefault();
    this.over = true;
  }

  private left(): void {
    this.over = false;
  }

  private dropped(event: DragEvent): void {
    event.preventDefault();
    this.over = false;
    void this.send([...(event.dataTransfer?.files ?? [])]);
  }

  private picked(): void {
    const files = [...(this.file.files ?? [])];
    this.file.value = "";
    void this.send(files);
  }

  private async send(files: File[]): Promise<void> {
    if (this.sending) return;
    this.error = "";
    this.regionError = "";
    for (const file of files) {
      if (file.size > MOST_BYTES) {
        this.error = `${file.name}超过了20MB，请只提交文件正文，或者拆成几份。`;
        continue;
      }
      this.sending = file.name;
      const form = new FormData();
      form.append("file", file, file.name);
      const region = this.region.value.trim();
      if (region) form.append("region", region);
      try {
        await this.desk.api.upload<ImportJob>("desk/imports", form);
      } catch (error) {
        const fields = error instanceof ApiError ? error.fields : {};
        if (fields["region"]) this.regionError = fields["region"];
        else this.error = `${file.name}：${told(error) ?? ""}`;
      }
      this.refresh(0);
    }
    this.sending = "";
    if (this.regionError) this.region.focus();
    else if (!this.error) this.region.value = "";
  }
}

define("ip-desk-imports", IpDeskImports);
