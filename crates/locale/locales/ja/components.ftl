# 画面の部品
components-title = 部品の一覧
components-lead = 画面の部品を、すべての状態で並べたものです。デモだけにあり、だれの記録でもありません。
components-field = 入力欄
components-scale = 0–10
components-choice = 選択肢
components-chips = 症状
components-ticks = 印
components-notice = お知らせ
components-buttons = ボタンと行き先
components-sheet = 記録
components-table = 表
components-figure = 図
components-empty = 何もないとき
components-filled = 答えたとき
components-refused = 直すとき
components-open-task = 未対応
