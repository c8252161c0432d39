<%def name="figure_rows(figures)">
% for figure in figures:
<tr>
  <th scope="row">${label(figure["name"])}</th>
  <td>${written(figure["name"], figure["value"])}</td>
  % if data["compared"]:
  <td>${written(figure["name"], figure["before"])}</td>
  <td class="${moved(figure["name"], figure["value"], figure["before"])}"></td>
  % endif
</tr>
% endfor
</%def>
<%def name="change_line(what, change)">
% if change is not None:
<p>${what}：新失败 ${len(change["lost"])} 个，新成功 ${len(change["won"])} 个，p = ${f"{change['p']:.3f}"}${"，明显退步" if change["worse"] else "，没有超出偶然的退步"}。</p>
% endif
</%def>
<%def name="failure_table(failures)">
<table class="failures">
<thead><tr><th>出处</th><th>问题</th><th>应当</th><th>得到</th></tr></thead>
<tbody>
% for failure in failures:
<tr>
  <td>${failure["where"]}</td>
  <td>${failure["said"]}</td>
  <td>${"\n".join(expected(failure))}</td>
  <td>${"\n".join(got(failure))}</td>
</tr>
% endfor
</tbody>
</table>
</%def>
<!DOCTYPE html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>问答测评报告</title>
<style>
body { font: 15px/1.6 system-ui, "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif; color: #1e293b;
       max-width: 72rem; margin: 2rem auto; padding: 0 1rem; }
h1, h2, h3 { line-height: 1.3; }
h2 { margin-top: 3rem; border-top: 1px solid #cbd5e1; padding-top: 1rem; }
table { border-collapse: collapse; margin: .5rem 0 1rem; }
th, td { border-bottom: 1px solid #e2e8f0; padding: .25rem .75rem; text-align: left; vertical-align: top; }
td:not(:first-child), th:not(:first-child) { font-variant-numeric: tabular-nums; }
.failures { width: 100%; table-layout: fixed; font-size: 13px; }
.failures td { white-space: pre-line; overflow-wrap: anywhere; }
.failures th:nth-child(1) { width: 12%; } .failures th:nth-child(2) { width: 26%; } .failures th:nth-child(3) { width: 24%; }
.better::after { content: "变好"; color: #15803d; } .worse::after { content: "变差"; color: #b91c1c; }
summary { cursor: pointer; } svg { max-width: 100%; height: auto; }
</style>
</head>
<body>
<h1>问答测评报告</h1>
<p>按 ${data["as_of"]} 这一天的政策状态测评。${"" if data["compared"] else "没有可比的基线。"}</p>
% for section in data["sections"]:
<% measures = section["measures"] %>
<h2>${f"批次 {section['name']}" if section["name"] else "总览"}</h2>
<p>${measures["questions"]} 个问题，${measures["dialogues"]} 段对话。</p>
<table>
<thead><tr><th>指标</th><th>本次</th>${"<th>基线</th><th></th>" if data["compared"] else "" | n}</tr></thead>
<tbody>${figure_rows(section["figures"])}</tbody>
</table>
${change_line("问题", section["questions"])}
${change_line("对话", section["dialogues"])}
% if measures["turn"]:
<p>理解一句话：中位 ${f"{measures['parse']['p50']:.1f}"} 毫秒，95% 在 ${f"{measures['parse']['p95']:.1f}"} 毫秒以内；整个一轮：中位 ${f"{measures['turn']['p50']:.1f}"} 毫秒，95% 在 ${f"{measures['turn']['p95']:.1f}"} 毫秒以内。</p>
% endif
% if measures["entities"]["questions"]:
<p>名称 F1 按 ${measures["entities"]["questions"]} 个问题里的 ${measures["entities"]["there"]} 个名称计算，事实 F1 按 ${measures["facts"]["questions"]} 个问题里的 ${measures["facts"]["there"]} 个事实计算。应当拒答的有 ${measures["declines"]["due"]} 个，不应拒答的有 ${measures["declines"]["good"]} 个。</p>
% endif
% if measures["calibration"]:
<h3>把握与正确率</h3>
<p>点上的数字是问题数；越靠近虚线，把握越可信。</p>
${calibration(measures["calibration"]["bins"]) | n}
% endif
% if measures["intents"]:
<h3>混淆矩阵</h3>
${confusion(measures["intents"]["names"], measures["intents"]["confusion"]) | n}
<h3>各个意图</h3>
<table>
<thead><tr><th>意图</th><th>问题数</th><th>精确率</th><th>召回率</th><th>F1</th></tr></thead>
<tbody>
% for row in measures["intents"]["rows"]:
<tr><th scope="row">${row["name"]}</th><td>${row["support"]}</td><td>${f"{row['precision']:.1%}"}</td><td>${f"{row['recall']:.1%}"}</td><td>${f"{row['f1']:.3f}"}</td></tr>
% endfor
</tbody>
</table>
% endif
<h3>没有答对的（${len(section["failures"])}）</h3>
${failure_table(section["failures"]) if section["failures"] else "没有。"}
% endfor
% if data["perturbations"]:
<h2>换了说法的问题</h2>
<table>
<thead><tr><th>变化</th>
% for figure in data["perturbations"][0]["figures"]:
<th>${label(figure["name"])}</th>
% endfor
${"<th>与基线相比</th>" if data["compared"] else "" | n}</tr></thead>
<tbody>
% for one in data["perturbations"]:
<tr><th scope="row">${one["title"]}</th>
% for figure in one["figures"]:
<td>${written(figure["name"], figure["value"])}</td>
% endfor
% if data["compared"]:
<td>${"–" if one["change"] is None else f"失 {len(one['change']['lost'])}，得 {len(one['change']['won'])}，p = {one['change']['p']:.3f}" + ("，明显退步" if one["change"]["worse"] else "")}</td>
% endif
</tr>
% endfor
</tbody>
</table>
% for one in data["perturbations"]:
<details><summary>${one["title"]}：没有答对的（${len(one["failures"])}）</summary>
${failure_table(one["failures"])}
</details>
% endfor
% endif
</body>
</html>
