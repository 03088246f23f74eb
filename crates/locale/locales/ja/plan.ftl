# わたしの薬
plan-title = わたしの計画
plan-lead = { $day }の時点で、クリニックが登録していることです。
plan-medicines = 薬
plan-empty = 薬の量は、まだ登録されていません。クリニックが登録すると、ここに出ます。
plan-tms = TMS
plan-tms-value = これまでに { $n }回。最後は{ $day }。
plan-tms-none = TMS の記録はありません。
plan-change = 薬の量は、この画面では変わりません。減らすペースのことは、診察のときに相談してください。
plan-differs = 渡された薬やクリニックの説明と違うときは、クリニックに電話でたずねてください。
