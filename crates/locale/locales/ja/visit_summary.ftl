# 診療録に写す5行
visit-summary-title = カルテ用にコピー
visit-summary-lead = 記録されている事実だけの5行です。解釈は入っていません。
visit-summary-label = カルテに写す文章
visit-summary-button = コピーする
visit-summary-done = コピーしました
visit-summary-by-hand = 文章を選んであります。キーボードでコピーしてください。
visit-summary-periods = 期間
visit-summary-since-review = 前回の確認から
visit-summary-since-4w = 4週
visit-summary-period = 日誌 { $number }：{ $from }から{ $to }まで（{ $days }日間）。
visit-summary-days = 記録 { $recorded }日、書けない { $cannot }日、記録なし { $missing }日、睡眠の記録 { $nights }日。
visit-summary-no-entries = 本人の記録なし。
visit-summary-before = 日誌を始める前 { $n }日。
visit-summary-today-open = 今日はまだ記録なし。
visit-summary-family = 保護者の記録 { $n }件。
visit-summary-mood = 気分（0–10、高いほど良い）{ $min }–{ $max }、中央値 { $median }（{ $n }日）。
visit-summary-mood-none = 気分：記録なし。
visit-summary-anxiety = 不安（0–10、高いほど強い）{ $min }–{ $max }、中央値 { $median }（{ $n }日）。
visit-summary-anxiety-none = 不安：記録なし。
visit-summary-sleep = 睡眠 { $min }–{ $max }時間、中央値 { $median }時間（{ $n }日）。
visit-summary-sleep-sources = 睡眠時間の出どころ：{ $list }。
visit-summary-sleep-none = 睡眠：記録なし。
visit-summary-doses = 現在の1日量：{ $doses }。
visit-summary-doses-none = 現在の1日量：登録なし。
visit-summary-steps = 期間中の変更：{ $steps }。
visit-summary-steps-none = 期間中の変更：なし。
visit-summary-step = { $date } { $medicine } { $from } → { $to } mg
visit-summary-step-ordered = { $date } { $medicine } { $from } → { $to }
visit-summary-begun = 期間中に登録の始まった薬：{ $list }。
visit-summary-tms = TMS：{ $n }回（{ $first }から{ $last }まで）。
visit-summary-tms-day = TMS：{ $n }回（{ $first }）。
visit-summary-tms-none = TMS：期間中の記録なし。
visit-summary-events = できごと：{ $events }。
visit-summary-events-none = できごと：記録なし。
visit-summary-counted = { $what } { $n }日
visit-summary-same-day = 当日中に見るべき回答：{ $answers }。
visit-summary-same-day-none = 当日中に見るべき回答：なし。
visit-summary-same-day-unanswered = 当日中に見るべき回答：答えなし。
visit-summary-same-day-changed = { $answer }（その後に修正か取り消し）
visit-summary-symptoms = 症状：答えた { $answered }日のうち { $n }日にあり、多い順に { $list }。
visit-summary-symptoms-none = 症状：答えた { $answered }日すべてで「なかった」。
visit-summary-symptoms-safety = 症状：{ $none ->
    [0] 答えた { $answered }日は、どれも安全にかかわる答えだけが届いている。
   *[other] 答えた { $answered }日のうち { $none }日は「なかった」、ほかの日は安全にかかわる答えだけが届いている。
 }
visit-summary-symptoms-unanswered = 症状：答えなし。
visit-summary-strongest = 最も強い答え「{ $severity }」：{ $list }。
visit-summary-taken = 服薬の答え：{ $list }。
visit-summary-taken-none = 服薬の答え：なし。
visit-summary-same-day-one = { $day } { $answer }
visit-summary-ended = その後は今日まで記録なし（薬とTMSは今日までの分）。
visit-summary-imported = ほかの日誌から取り込んだ値 { $n }件は、この文章に入れていない（{ $list }{ $more ->
    [0] {""}
   *[other] 、ほか { $more }項目
 }）。
visit-summary-same-day-seen = { $answer }（確認済み）
